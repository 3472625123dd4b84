using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Recordings;

public sealed class ReplayTests
{
    private const int Seeds = 300;
    private const byte BrIf = 0x0D;
    private const byte Call = 0x10;
    private const byte I32Const = 0x41;

    // Three of fuel.
    private static readonly byte[] Add = [I32Const, 0, I32Const, 0, 0x6A, 0x1A];

    private static readonly StoreOptions Options = new() { Fuel = 1_500, MaxMemoryPages = 4, MaxTableElements = 6 };

    public static TheoryData<string, byte[]> Differences { get; } = new()
    {
        { "m.n(i32 9) is called; recorded is m.n(i32 1).", [.. Calls(9), .. Calls(2)] },
        { "m.n(i32 1) is called with fuel 993; recorded is 996.", [.. Add, .. Calls(1)] },
        { "the run is over; recorded is a call of m.n(i32 2).", Calls(1) },
        { "m.n(i32 3) is called; the recording has ended.", [.. Calls(1), .. Calls(2), .. Calls(3)] },
    };

    [Fact]
    public void Replay_ManyProgramsWithoutTheirHosts_EndAsTheyDid()
    {
        var ends = new HashSet<string>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var module = RandomGuest.Build(seed);
            var recorder = new Recorder();
            var recorded = RunOutcome.Of(recorder.Record(new RandomHost(seed).Linker), module, Options);
            var replay = new Replay(Recording.Read(recorder.ToRecording().ToArray()));

            var replayed = RunOutcome.Of(replay.Linker, module, Options);

            replayed.ShouldBe(recorded, $"seed {seed}");
            replay.Finish();
            ends.Add(recorded.End);
        }

        ends.ShouldBe(["returned", "Unreachable", "OutOfFuel", "IOException: The disk is gone."], ignoreOrder: true);
    }

    [Fact]
    public void Record_Run_ChangesNothingInIt()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var module = RandomGuest.Build(seed);

            var recorded = RunOutcome.Of(new Recorder().Record(new RandomHost(seed).Linker), module, Options);

            recorded.ShouldBe(RunOutcome.Of(new RandomHost(seed).Linker, module, Options), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void Replay_AnotherRun_SaysWhatDiffersFirst(string difference, byte[] code)
    {
        var recorder = new Recorder();
        Run(recorder.Record(new Linker().DefineFunction("m", "n", (int value) => value)),
            [.. Calls(1), .. Calls(2)]);
        var replay = new Replay(recorder.ToRecording());

        var exception = Should.Throw<ReplayException>(() =>
        {
            Run(replay.Linker, code);
            replay.Finish();
        });

        exception.Difference.ShouldBe(difference);
        Should.Throw<ReplayException>(replay.Finish).ShouldBeSameAs(exception);
    }

    [Fact]
    public void Replay_SmallerStore_SaysThatWhatTheHostDidCannotBeDone()
    {
        var recorder = new Recorder();
        Run(recorder.Record(new Linker().DefineFunction("m", "n", Grow)), Calls(1));
        var replay = new Replay(recorder.ToRecording());

        var exception = Should.Throw<ReplayException>(
            () => Run(replay.Linker, Calls(1), new StoreOptions { Fuel = 1_000, MaxMemoryPages = 1 }));

        exception.Difference.ShouldBe("what the host did cannot be done: GrowMemory 0, 1.");

        static int Grow(Caller caller, int pages) => (int)caller.Memory!.Grow((uint)pages)!.Value;
    }

    // A call in a block, so that it is paid for by itself.
    // Paid by itself: a branch, which is not taken, leads out of it.
    private static byte[] Calls(byte argument) =>
        [0x02, 0x40, I32Const, 0, BrIf, 1, I32Const, argument, Call, 0, 0x1A, End];

    private static void Run(Linker linker, byte[] code, StoreOptions? options = null)
    {
        using var store = new Store(options ?? new StoreOptions { Fuel = 1_000 });
        var module = new ModuleBytes().Type([I32], [I32]).Type([], []).ImportFunction(0).Function(1, code).Memory(1)
            .Export("run", 0, 1).Export("memory", 2, 0);
        linker.Instantiate(store, Module.Load(module.ToArray())).GetFunction("run").Invoke();
    }
}
