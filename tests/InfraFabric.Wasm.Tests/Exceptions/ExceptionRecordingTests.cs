using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;
using InfraFabric.Wasm.Types;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>A call of the host that ends with an exception ends so in the replay.</summary>
public sealed class ExceptionRecordingTests
{
    private const byte FunctionKind = 0;

    private static readonly TagType Thrown = new([ValueKind.I32, ValueKind.F64, ValueKind.ExternRef, ValueKind.ExnRef]);
    private static readonly StoreOptions Limits = new() { Fuel = 100_000 };

    // Calls the host three times, with what it threw the time before, and adds up the numbers that are thrown.
    private static readonly Module Guest = Module.Load(
        new ModuleBytes().Type([ExnRef], []).Type([], [I32])
            .Type([I32, F64, ExternRef, ExnRef], []).Type([], [I32, F64, ExternRef, ExnRef, ExnRef])
            .ImportFunction("host", "call", 0).Add(SectionId.Import, [.. Name("host"), .. Name("tag"), 4, 0, 2])
            .FunctionWithLocals(1, [2, 1, ExnRef, 2, I32], new Code().Open(Opcode.Loop)
                .Add(Opcode.Block, 3).Add(Opcode.TryTable, 0x40, 1, 1, 0, 0)
                .Add(Opcode.LocalGet, 0).Add(Opcode.Call, 0).End().Add(Opcode.Unreachable).End()
                .Add(Opcode.LocalSet, 0).Add(Opcode.Drop).Add(Opcode.Drop).Add(Opcode.Drop)
                .Add(Opcode.LocalGet, 1).Add(Opcode.I32Add).Add(Opcode.LocalSet, 1)
                .Add(Opcode.LocalGet, 2).I32(1).Add(Opcode.I32Add).Add(Opcode.LocalTee, 2)
                .I32(3).Add(Opcode.I32LtS).Add(Opcode.BrIf, 0).End()
                .Add(Opcode.LocalGet, 1))
            .Export("run", FunctionKind, 1).ToArray(),
        new ModuleOptions { Features = ModuleFeatures.Exceptions });

    [Fact]
    public void Replay_HostThatThrew_ThrowsTheSame()
    {
        var (bytes, result, fuel) = Record();
        var replay = new Replay(Recording.Read(bytes));
        using var store = new Store(Limits);
        replay.Linker.Define("host", "tag", new Tag(store, Thrown));

        var again = replay.Linker.Instantiate(store, Guest).GetFunction<Func<int>>("run")();

        replay.Finish();
        (again, store.Fuel).ShouldBe((result, fuel));
        result.ShouldBe(1 + 2 + 3);
    }

    [Fact]
    public void Replay_TagOfAnotherType_TellsTheDifference()
    {
        var replay = new Replay(Recording.Read(Record().Bytes));
        using var store = new Store(Limits);
        _ = new Tag(store, new TagType([]));
        replay.Linker.Define("host", "tag", new Tag(store, Thrown));
        var run = replay.Linker.Instantiate(store, Guest).GetFunction<Func<int>>("run");

        var difference = Should.Throw<ReplayException>(() => { run(); });

        difference.Call.ShouldBe(0);
        difference.Difference.ShouldContain("an exception of tag 0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ToRecording_ExceptionThatCannotBeWrittenDown_IsRefused(bool isOfAnotherStore)
    {
        var recorder = new Recorder();
        using var store = new Store(Limits);
        using var other = new Store();
        var tag = new Tag(store, Thrown);
        var unknown = new WasmException(new Tag(isOfAnotherStore ? other : store, new TagType([])));
        var hosts = new Linker().Define("host", "tag", tag).DefineFunction("host", "call", (ExceptionValue before) =>
        {
            throw isOfAnotherStore ? unknown : Make(tag, 1, unknown.Value);
        });
        var run = recorder.Record(hosts).Instantiate(store, Guest).GetFunction<Func<int>>("run");

        Should.Throw<RecordingException>(() => { run(); }).Message.ShouldContain("cannot be recorded");

        Should.Throw<RecordingException>(() => recorder.ToRecording());
    }

    [Fact]
    public void Record_HostThatMakesATag_IsRefused()
    {
        using var store = new Store(Limits);
        var hosts = new Linker().Define("host", "tag", new Tag(store, Thrown)).DefineFunction(
            "host", "call", (Caller caller, ExceptionValue before) => { _ = new Tag(caller.Store, Thrown); });
        var run = new Recorder().Record(hosts).Instantiate(store, Guest).GetFunction<Func<int>>("run");

        Should.Throw<RecordingException>(() => { run(); }).Message.ShouldContain("made a tag");
    }

    private static (byte[] Bytes, int Result, long Fuel) Record()
    {
        var recorder = new Recorder();
        using var store = new Store(Limits);
        var tag = new Tag(store, Thrown);
        var calls = 0;
        var hosts = new Linker().Define("host", "tag", tag).DefineFunction("host", "call", (ExceptionValue before) =>
        {
            throw Make(tag, ++calls, before);
        });
        var result = recorder.Record(hosts).Instantiate(store, Guest).GetFunction<Func<int>>("run")();
        return (recorder.ToRecording().ToArray(), result, store.Fuel);
    }

    private static WasmException Make(Tag tag, int number, ExceptionValue? before) => new(
        tag, Value.FromI32(number), Value.FromF64(0.5), Value.FromExternal("text"), Value.FromException(before));
}
