using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Traces;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Traces;

public sealed class TraceTests : IDisposable
{
    private const byte Call = 0x10;
    private const byte Unreachable = 0x00;

    private readonly Store _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Frames_NestedCalls_AreNamedFromTheSourceElseTheExportElseTheIndex()
    {
        var module = new ModuleBytes().Type([], [])
            .Function(0, Unreachable).Function(0, Call, 0).Function(0, Call, 1).Function(0, Call, 2)
            .Export("second", 0, 1).Export("run", 0, 3)
            .Names("math", (0, "divide"), (3, "main"));

        var trap = Trapped(Instance(module), "run");

        trap.Frames.ShouldBe([
            new TraceFrame(0, "divide", "math"), new TraceFrame(1, "second", "math"),
            new TraceFrame(2, "func[2]", "math"), new TraceFrame(3, "main", "math"),
        ]);
    }

    [Fact]
    public void ToString_NestedCalls_ShowsTheReasonAndTheTrace()
    {
        var module = new ModuleBytes().Type([], []).Function(0, Unreachable).Function(0, Call, 0).Export("run", 0, 1)
            .Names("math", (0, "divide"));

        var trap = Trapped(Instance(module), "run");

        trap.ToString().ShouldBe("wasm trap: unreachable\nwasm trace:\n   at math!divide\n   at math!run");
        trap.Message.ShouldBe("unreachable");
    }

    [Fact]
    public void Frames_CallIntoAnotherInstance_NameTheModuleOfEach()
    {
        var callee = new ModuleBytes().Type([], []).Function(0, Unreachable).Export("n", 0, 0).Names("callee");
        var caller = new ModuleBytes().Type([], []).ImportFunction(0).Function(0, Call, 0).Export("run", 0, 1)
            .Names("caller");
        var linker = new Linker().DefineInstance("m", Instance(callee));

        var trap = Trapped(linker.Instantiate(_store, Module.Load(caller.ToArray())), "run");

        trap.Frames.Select(frame => frame.ToString()).ShouldBe(["callee!n", "caller!run"]);
    }

    [Fact]
    public void Frames_ThroughTheHost_ShowItOnceBetween()
    {
        var module = new ModuleBytes().Type([], []).ImportFunction(0)
            .Function(0, Call, 0).Function(0, Unreachable).Export("run", 0, 1).Export("inner", 0, 2);
        var linker = new Linker().DefineFunction("m", "n", CallInner);

        var trap = Trapped(linker.Instantiate(_store, Module.Load(module.ToArray())), "run");

        trap.Frames.Select(frame => frame.ToString()).ShouldBe(["inner", "host TraceTests.CallInner", "run"]);
        trap.Frames.Select(frame => frame.IsHost).ShouldBe([false, true, false]);
    }

    [Fact]
    public void Frames_TrapMadeByTheHost_BeginWithIt()
    {
        var module = new ModuleBytes().Type([], []).ImportFunction(0).Memory(1)
            .Function(0, Call, 0).Export("run", 0, 1).Export("memory", 2, 0);
        var linker = new Linker().DefineFunction("m", "n", ReadTooFar);

        var trap = Trapped(linker.Instantiate(_store, Module.Load(module.ToArray())), "run");

        trap.Reason.ShouldBe(TrapReason.MemoryOutOfBounds);
        trap.Frames.Select(frame => frame.ToString()).ShouldBe(["host TraceTests.ReadTooFar", "run"]);
    }

    [Fact]
    public void Frames_NamesThatWouldBreakALog_AreMadePrintable()
    {
        var module = new ModuleBytes().Type([], []).Function(0, Unreachable).Export("run", 0, 0)
            .Names("a\u202Eb", (0, "x\n   at host Real.Method" + new string('y', 1_000)));

        var frame = Trapped(Instance(module), "run").Frames.ShouldHaveSingleItem();

        frame.Module.ShouldBe("a?b");
        frame.Name.ShouldStartWith("x?   at host Real.Methodyyy");
        frame.Name.Length.ShouldBe(201);
    }

    [Fact]
    public void Of_ExceptionOfTheHost_HasTheFunctionsItCameThrough()
    {
        var module = new ModuleBytes().Type([], []).ImportFunction(0).Function(0, Call, 0).Export("run", 0, 1);
        var linker = new Linker().DefineFunction("m", "n", Fail);
        var instance = linker.Instantiate(_store, Module.Load(module.ToArray()));

        var exception = Should.Throw<IOException>(() => { instance.GetFunction("run").Invoke(); });

        Trace.Of(exception).ToString().ShouldBe("wasm trace:\n   at host TraceTests.Fail\n   at run");
    }

    [Fact]
    public void Trace_EndlessRecursion_KeepsTheInnermostAndCountsTheOthers()
    {
        var module = new ModuleBytes().Type([], []).Function(0, Call, 0).Export("run", 0, 0);

        var trap = Trapped(Instance(module), "run");

        trap.Reason.ShouldBe(TrapReason.CallStackExhausted);
        trap.Frames.Count.ShouldBe(Trace.MaxFrames);
        trap.Trace.Omitted.ShouldBeGreaterThan(1_000);
        trap.ToString().ShouldEndWith($"\n   at run\n   and {trap.Trace.Omitted} more");
    }

    [Fact]
    public void Frames_FunctionThatIsCompiledInParts_IsOneFrame()
    {
        byte[] block = [0x02, 0x40, 0x20, 0, 0x1A, End];
        byte[] blocks = [.. Enumerable.Repeat(block, 4_000).SelectMany(bytes => bytes)];
        var module = new ModuleBytes().Type([], []).Type([I32], [])
            .Function(1, [.. blocks, 0x02, 0x40, 0x20, 0, 0x04, 0x40, Unreachable, End, End, .. blocks])
            .Function(0, 0x41, 1, Call, 0).Export("run", 0, 1);

        var trap = Trapped(Instance(module), "run");

        trap.Frames.Select(frame => frame.Name).ShouldBe(["func[0]", "run"]);
        trap.StackTrace!.ShouldContain("f0.");
    }

    [Fact]
    public void Frames_TrapNobodyThrew_AreNone() =>
        new TrapException(TrapReason.Interrupted).ToString().ShouldBe("wasm trap: interrupted");

    [Fact]
    public void Frames_RunOnAThreadOfItsOwn_AreTheSame()
    {
        using var store = new Store(new StoreOptions { MaxStackBytes = 32 << 20 });
        var module = new ModuleBytes().Type([], []).Function(0, Unreachable).Function(0, Call, 0).Export("run", 0, 1);

        var trap = Trapped(new Linker().Instantiate(store, Module.Load(module.ToArray())), "run");

        trap.Frames.Select(frame => frame.Name).ShouldBe(["func[0]", "run"]);
    }

    private static void CallInner(Caller caller) => caller.Instance!.GetFunction<Action>("inner")();

    private static void Fail() => throw new IOException("The disk is gone.");

    private static void ReadTooFar(Caller caller) => caller.Memory!.Read(65_536, 1);

    private static TrapException Trapped(Instance instance, string name) =>
        Should.Throw<TrapException>(() => { instance.GetFunction(name).Invoke(); });

    private Instance Instance(ModuleBytes module) => new Linker().Instantiate(_store, Module.Load(module.ToArray()));
}
