using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Tests.Merkle;

/// <summary>The paths of tiles are those of C2SP's tlog-tiles, and each tile has one.</summary>
public sealed class TileIdTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 999, 256, "tile/0/999")]
    [InlineData(0, 1000, 256, "tile/0/x001/000")]
    [InlineData(1, 1234067, 256, "tile/1/x001/x234/067")]
    [InlineData(0, 5, 7, "tile/0/005.p/7")]
    [InlineData(TileId.Entries, 1234067, 8, "tile/entries/x001/x234/067.p/8")]
    public void Path_OfATile_IsThePublishedForm(int level, long index, int width, string path)
    {
        var tile = new TileId(level, index, width);

        tile.ToString().ShouldBe(path);
        TileId.TryParse(path, out var read).ShouldBeTrue();
        read.ShouldBe(tile);
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/07")]
    [InlineData("tile/0/001/x002")]
    [InlineData("tile/8/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/../../etc")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/")]
    [InlineData("tile/0")]
    [InlineData("")]
    [InlineData(null)]
    public void Path_InAnyOtherForm_IsNone(string? path) => TileId.TryParse(path, out _).ShouldBeFalse();
}
