using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Recordings;

public sealed class RecorderTests
{
    private const byte Call = 0x10;

    private static readonly ModuleBytes Guest = new ModuleBytes().Type([], []).ImportFunction(0)
        .Function(0, Call, 0).Function(0).Memory(1).Table(FuncRef, 1).Global(I32, true, 0x41, 0)
        .Export("run", 0, 1).Export("inner", 0, 2).Export("memory", 2, 0).Export("table", 1, 0).Export("global", 3, 0);

    [Fact]
    public void ToRecording_MemoryThatWasHandedOut_HoldsOnlyWhatChanged()
    {
        var recorder = Recorded(caller => caller.Memory!.Write(0, 65_536)[1_000] = 1);

        var effect = recorder.ToRecording().Calls.ShouldHaveSingleItem().Effects.ShouldHaveSingleItem();

        (effect.Amount, effect.Bytes).ShouldBe((1_000L, effect.Bytes));
        effect.Bytes.ShouldBe([1]);
    }

    [Fact]
    public void Record_CallOfAGuest_HasItsCaller()
    {
        Instance? seen = null;

        Recorded(caller => seen = caller.Instance);

        seen.ShouldNotBeNull();
    }

    [Fact]
    public void Record_HostCallsBack_IsRefused() =>
        RefusedOf(caller => caller.Instance!.GetFunction("inner").Invoke()).ShouldContain("called back into the guest");

    [Fact]
    public void Record_HostCallsBackIntoTheHost_IsRefused() =>
        RefusedOf(caller => caller.Instance!.GetFunction("run").Invoke()).ShouldContain("called back into the guest");

    [Fact]
    public void Record_HostSetsAGlobal_IsRefused() =>
        RefusedOf(caller => caller.Instance!.GetGlobal("global").Value = Value.FromI32(1))
            .ShouldContain("set a global");

    [Fact]
    public void Record_HostSetsAnElement_IsRefused() =>
        RefusedOf(caller => caller.Instance!.GetTable("table")[0] = null).ShouldContain("set an element");

    [Fact]
    public void Record_HostMakesAnInstance_IsRefused() =>
        RefusedOf(caller => new Linker().Instantiate(caller.Store, Module.Load(Preamble)))
            .ShouldContain("made an instance");

    [Fact]
    public void Record_HostGivesAFunctionThatItWasNotGiven_IsRefused()
    {
        var recorder = new Recorder();
        using var store = new Store();
        var module = new ModuleBytes().Type([], [FuncRef]).ImportFunction(0).Function(0, Call, 0).Export("run", 0, 1);
        var hosts = new Linker().DefineFunction("m", "n", (Caller caller) => caller.Instance!.GetFunction("run"));
        var linker = recorder.Record(hosts);
        var run = linker.Instantiate(store, Module.Load(module.ToArray())).GetFunction("run");

        Should.Throw<RecordingException>(() => { run.Invoke(); });

        Should.Throw<RecordingException>(() => recorder.ToRecording());
    }

    [Fact]
    public void Record_HostGrowsATableByAFunctionThatItWasNotGiven_ChangesNothing()
    {
        Table? table = null;

        RefusedOf(caller =>
        {
            table = caller.Instance!.GetTable("table");
            table.Grow(1, caller.Instance.GetFunction("inner"));
        }).ShouldContain("did not pass");

        table!.Count.ShouldBe(1u);
    }

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(10, 80)]
    public void Record_MoreThanTheLimits_IsRefused(int maxCalls, int maxBytes)
    {
        var recorder = new Recorder(new RecordingLimits { MaxCalls = maxCalls, MaxBytes = maxBytes });
        using var store = new Store();
        var hosts = new Linker().DefineFunction("m", "n", (Caller caller) => caller.Memory!.Write(0, 2).Fill(1));
        var linker = recorder.Record(hosts);
        var run = linker.Instantiate(store, Module.Load(Guest.ToArray())).GetFunction("run");
        run.Invoke();

        Should.Throw<RecordingException>(() => { run.Invoke(); run.Invoke(); });

        Should.Throw<RecordingException>(() => recorder.ToRecording()).Message.ShouldContain("is full");
    }

    [Fact]
    public void Record_SecondStore_IsRefused()
    {
        var linker = new Recorder().Record(new Linker().DefineFunction("m", "n", () => { }));
        using var store = new Store();
        using var other = new Store();
        linker.Instantiate(store, Module.Load(Guest.ToArray()));

        Should.Throw<RecordingException>(() => linker.Instantiate(other, Module.Load(Guest.ToArray())));
    }

    [Fact]
    public void Record_TwoFunctionsOfOneNameAndDifferentTypes_IsRefused()
    {
        var recorder = new Recorder();
        using var store = new Store();
        recorder.Record(new Linker().DefineFunction("m", "n", () => { }))
            .Instantiate(store, Module.Load(Guest.ToArray()));
        var other = recorder.Record(new Linker().DefineFunction("m", "n", (int _) => { }));
        var module = new ModuleBytes().Type([I32], []).ImportFunction(0);

        var exception = Should.Throw<RecordingException>(
            () => other.Instantiate(store, Module.Load(module.ToArray())));

        exception.Message.ShouldContain("different types");
    }

    [Fact]
    public void Record_FunctionThatIsExportedAgain_IsRecordedOnce()
    {
        var recorder = new Recorder();
        using var store = new Store();
        var first = new ModuleBytes().Type([], []).ImportFunction(0).Export("n", 0, 0);
        var hosts = new Linker().DefineFunction("m", "n", () => { });
        var instance = recorder.Record(hosts).Instantiate(store, Module.Load(first.ToArray()));
        var second = recorder.Record(new Linker().DefineInstance("m", instance));

        second.Instantiate(store, Module.Load(Guest.ToArray())).GetFunction("run").Invoke();

        recorder.ToRecording().CallCount.ShouldBe(1);
    }

    [Fact]
    public void ToRecording_NaNsAndVectors_AreKeptToTheBit()
    {
        var recorder = new Recorder();
        using var store = new Store();
        var module = new ModuleBytes().Type([F32, V128], [F32]).ImportFunction(0).Export("n", 0, 0);
        var nan = BitConverter.Int32BitsToSingle(0x7F80_1234);
        var type = new FunctionType([ValueKind.F32, ValueKind.V128], [ValueKind.F32]);
        var hosts = new Linker()
            .DefineFunction("m", "n", type, (_, arguments, results) => results[0] = arguments[0]);
        var linker = recorder.Record(hosts);
        var function = linker.Instantiate(store, Module.Load(module.ToArray())).GetFunction("n");

        function.Invoke(Value.FromF32(nan), Value.Default(ValueKind.V128));

        var call = recorder.ToRecording().Calls.ShouldHaveSingleItem();
        call.Results.ShouldBe([0x34, 0x12, 0x80, 0x7F]);
        call.Arguments.Length.ShouldBe(20);
    }

    private static Recorder Recorded(Action<Caller> host)
    {
        var recorder = new Recorder();
        using var store = new Store();
        var linker = recorder.Record(new Linker().DefineFunction("m", "n", host));
        linker.Instantiate(store, Module.Load(Guest.ToArray())).GetFunction("run").Invoke();
        return recorder;
    }

    private static string RefusedOf(Action<Caller> host) =>
        Should.Throw<RecordingException>(() => { Recorded(host); }).Message;
}
