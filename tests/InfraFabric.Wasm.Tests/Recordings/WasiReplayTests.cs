using System.Security.Cryptography;
using System.Text;
using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Tests.Wasi;
using InfraFabric.Wasm.Types;
using InfraFabric.Wasm.Wasi;

namespace InfraFabric.Wasm.Tests.Recordings;

public sealed class WasiReplayTests
{
    private static readonly Module Program = Module.Load(WasiModule.Build());

    [Fact]
    public void Replay_ProgramThatReadsClocksRandomnessAndInput_SeesTheSameWithoutThem()
    {
        var recorder = new Recorder();
        var recorded = Run(recorder.Record(Host()));
        var replay = new Replay(Recording.Read(recorder.ToRecording().ToArray()));

        var replayed = Run(replay.Linker);

        replayed.ShouldBe(recorded);
        replay.Finish();
        Run(Host()).ShouldNotBe(recorded);
    }

    // No two hosts are the same.
    private static Linker Host()
    {
        var linker = new Linker();
        new WasiHost(new WasiOptions
        {
            TimeProvider = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
            Input = new MemoryStream(Encoding.UTF8.GetBytes("what somebody types")),
            Output = new MemoryStream(),
        }).Define(linker);
        return linker;
    }

    private static string Run(Linker linker)
    {
        using var store = new Store(new StoreOptions { Fuel = 10_000 });
        var instance = linker.Instantiate(store, Program);
        var results = new List<int>
        {
            Call(instance, "clock_time_get", 0, 1, 0),
            Call(instance, "random_get", 64, 256),
            Vector(instance, "fd_read", 0),
            Vector(instance, "fd_write", 1),
            Call(instance, "clock_time_get", 1, 1, 8),
        };
        var exit = Should.Throw<WasiExitException>(() => { Call(instance, "proc_exit", 3); });
        var hash = Convert.ToHexString(SHA256.HashData(instance.GetMemory("memory").Read(0, Memory.PageBytes)));
        return $"{string.Join(' ', results)}, exit {exit.ExitCode}, fuel {store.Fuel}, memory {hash}";
    }

    private static int Vector(Instance instance, string name, int fd)
    {
        BitConverter.TryWriteBytes(instance.GetMemory("memory").Write(1_000, 8), 4_096L | (128L << 32));
        return Call(instance, name, fd, 1_000, 1, 1_008);
    }

    private static int Call(Instance instance, string name, params ReadOnlySpan<long> arguments)
    {
        var function = instance.GetFunction(name);
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = function.Type.Parameters[i] == ValueKind.I32
                ? Value.FromI32((int)arguments[i])
                : Value.FromI64(arguments[i]);
        }

        return function.Invoke(values)[0].I32;
    }
}
