using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Tests.Wasi;

public sealed class WasiFuelTests : IDisposable
{
    private const int Vector = 64;

    private readonly MemoryStream _output = new();
    private readonly WasiGuest _guest;

    public WasiFuelTests()
    {
        var files = new VirtualFileSystem();
        files.Mount("/", MountAccess.ReadWrite);
        _guest = new WasiGuest(new WasiOptions
        {
            Arguments = [new string('a', 639)],
            Random = bytes => bytes.Clear(),
            Input = new MemoryStream(new byte[100]),
            Output = _output,
            Files = files,
        });
    }

    public void Dispose() => _guest.Dispose();

    [Fact]
    public void Random_Of639And640Bytes_CostsTheWhole64() =>
        (Cost(639), Cost(640)).ShouldBe((Cost(0) + 9, Cost(0) + 10));

    [Fact]
    public void Write_TwoBuffers_CostsTheirSum()
    {
        var nothing = UsedBy("fd_write", 1, Vector, Buffers(0, 0), WasiGuest.Result);

        UsedBy("fd_write", 1, Vector, Buffers(600, 40), WasiGuest.Result).ShouldBe(nothing + 10);
    }

    [Fact]
    public void Read_StreamHasLessThanTheBuffer_CostsTheBuffer()
    {
        var nothing = UsedBy("fd_read", 0, Vector, Buffers(0, 0), WasiGuest.Result);

        UsedBy("fd_read", 0, Vector, Buffers(640, 0), WasiGuest.Result).ShouldBe(nothing + 10);
        _guest.ReadInt32(WasiGuest.Result).ShouldBe(100);
    }

    [Fact]
    public void Arguments_OfAName_CostTheirBytes()
    {
        var nothing = UsedBy("environ_get", 0, WasiGuest.Buffer);

        UsedBy("args_get", 0, WasiGuest.Buffer).ShouldBe(nothing + 10);
    }

    [Fact]
    public void Write_RefusedBuffer_CostsTheCallAlone()
    {
        var nothing = UsedBy("fd_write", 1, Vector, Buffers(0, 0), WasiGuest.Result);

        UsedBy("fd_write", 1, Vector, Buffers(640, 1_000_000), WasiGuest.Result).ShouldBe(nothing);
    }

    [Fact]
    public void Resize_FileGrowsAndShrinks_CostsTheDifference()
    {
        _guest.Open("file", out var file, OpenFlags.Create).ShouldBe(Errno.Success);
        var nothing = UsedBy("fd_filestat_set_size", file, 0);

        UsedBy("fd_filestat_set_size", file, 6_400).ShouldBe(nothing + 100);
        UsedBy("fd_filestat_set_size", file, 5_760).ShouldBe(nothing + 10);
        UsedBy("fd_filestat_set_size", file, long.MaxValue).ShouldBe(nothing);
    }

    [Fact]
    public void Write_FuelRunsOut_TrapsBeforeAByteIsWritten()
    {
        var count = Buffers(640, 640);
        _guest.Store.Fuel = 19;

        Should.Throw<TrapException>(() => _guest.Call("fd_write", 1, Vector, count, WasiGuest.Result))
            .Reason.ShouldBe(TrapReason.OutOfFuel);

        _output.Length.ShouldBe(0);
        _guest.Store.Fuel.ShouldBe(0);
    }

    private long Cost(int randomBytes) => UsedBy("random_get", WasiGuest.Buffer, randomBytes);

    private long UsedBy(string name, params ReadOnlySpan<long> arguments)
    {
        var before = _guest.Store.Fuel;
        _guest.Call(name, arguments);
        return before - _guest.Store.Fuel;
    }

    private int Buffers(params ReadOnlySpan<int> lengths)
    {
        for (var index = 0; index < lengths.Length; index++)
        {
            _guest.WriteInt32(Vector + (8 * index), WasiGuest.Buffer);
            _guest.WriteInt32(Vector + (8 * index) + 4, lengths[index]);
        }

        return lengths.Length;
    }
}
