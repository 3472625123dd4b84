using System.Text;
using InfraFabric.Wasm.Wasi;

namespace InfraFabric.Wasm.Tests.Wasi;

public sealed class WasiProcessTests
{
    [Fact]
    public void Define_ModuleWithAllFunctions_Links()
    {
        using var guest = new WasiGuest();

        WasiSignatures.All.Count.ShouldBe(46);
        guest.Call("sched_yield").ShouldBe(Errno.Success);
    }

    [Fact]
    public void Arguments_Given_AreCopiedWithTheirZeros()
    {
        using var guest = new WasiGuest(new WasiOptions { Arguments = ["prog", "", "größe"] });

        guest.Call("args_sizes_get", 16, 20).ShouldBe(Errno.Success);
        guest.Call("args_get", 32, WasiGuest.Buffer).ShouldBe(Errno.Success);

        guest.ReadInt32(16).ShouldBe(3);
        guest.Text(WasiGuest.Buffer, guest.ReadInt32(20)).ShouldBe("prog\0\0größe\0");
        guest.ReadInt32(36).ShouldBe(WasiGuest.Buffer + 5);
    }

    [Fact]
    public void Environment_Given_IsSortedByName()
    {
        var variables = new Dictionary<string, string> { ["PATH"] = "/bin", ["HOME"] = "=x" };
        using var guest = new WasiGuest(new WasiOptions { Environment = variables });

        guest.Call("environ_sizes_get", 16, 20).ShouldBe(Errno.Success);
        guest.Call("environ_get", 32, WasiGuest.Buffer).ShouldBe(Errno.Success);

        guest.Text(WasiGuest.Buffer, guest.ReadInt32(20)).ShouldBe("HOME==x\0PATH=/bin\0");
    }

    [Fact]
    public void NothingGiven_EveryFunctionThatNeedsIt_SaysSo()
    {
        using var guest = new WasiGuest();

        guest.Call("args_sizes_get", 16, 20).ShouldBe(Errno.Success);
        guest.ReadInt64(16).ShouldBe(0);
        guest.Call("clock_time_get", 0, 0, 16).ShouldBe(Errno.Invalid);
        guest.Call("clock_res_get", 1, 16).ShouldBe(Errno.Invalid);
        guest.Call("random_get", 16, 8).ShouldBe(Errno.NotSupported);
        guest.Call("fd_prestat_get", 3, 16).ShouldBe(Errno.BadDescriptor);
        guest.Call("sock_recv", 0, 0, 0, 0, 0, 0).ShouldBe(Errno.NotSocket);
        guest.Call("sock_accept", 9, 0, 0).ShouldBe(Errno.BadDescriptor);
        guest.Call("proc_raise", 6).ShouldBe(Errno.NotSupported);
        guest.Read(0, 10).ShouldBe("");
        guest.Write(1, "dropped").ShouldBe(Errno.Success);
    }

    [Fact]
    public void Exit_AnyCode_EndsTheCallWithIt()
    {
        using var guest = new WasiGuest();

        Should.Throw<WasiExitException>(() => guest.Call("proc_exit", 7)).ExitCode.ShouldBe(7);
    }

    [Fact]
    public void Random_Given_FillsExactlyTheBuffer()
    {
        using var guest = new WasiGuest(new WasiOptions { Random = bytes => bytes.Fill(0xAB) });

        guest.Call("random_get", 17, 3).ShouldBe(Errno.Success);
        guest.ReadInt64(16).ShouldBe(0xABABAB00L);
        guest.Call("random_get", 16, int.MaxValue).ShouldBe(Errno.Invalid);
        guest.Call("random_get", Memory.PageBytes - 2, 3).ShouldBe(Errno.Fault);
    }

    [Fact]
    public void Streams_Given_AreReadAndWritten()
    {
        using var output = new MemoryStream();
        using var input = new MemoryStream("some input"u8.ToArray());
        using var guest = new WasiGuest(new WasiOptions { Input = input, Output = output });

        guest.Read(0, 4).ShouldBe("some");
        guest.Read(0, 40).ShouldBe(" input");
        guest.Write(1, "out").ShouldBe(Errno.Success);

        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("out");
        guest.Write(0, "no").ShouldBe(Errno.NotCapable);
        guest.Call("fd_seek", 1, 0, 0, 16).ShouldBe(Errno.NotSeekable);
    }

    [Fact]
    public void Streams_ThatFail_GiveAnErrorOfInput()
    {
        var closed = new MemoryStream();
        closed.Dispose();
        using var guest = new WasiGuest(new WasiOptions { Error = closed });

        guest.Write(2, "text").ShouldBe(Errno.InputOutput);
    }

    [Fact]
    public void Options_ThatCannotBeEncoded_AreRefused()
    {
        Should.Throw<ArgumentException>(() => new WasiHost(new WasiOptions { Arguments = ["a\0b"] }));
        Should.Throw<ArgumentException>(() => new WasiHost(new WasiOptions
        {
            Environment = new Dictionary<string, string> { ["a=b"] = "c" },
        }));
    }
}
