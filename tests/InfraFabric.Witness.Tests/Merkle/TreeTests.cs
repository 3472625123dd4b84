using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Tests.Merkle;

/// <summary>Roots and proofs are those of RFC 9162, at every size around the borders of tiles.</summary>
public sealed class TreeTests
{
    private static readonly int[] Borders = [1, 2, 3, 4, 5, 7, 8, 255, 256, 257, 300, 511, 512, 513, 1000];

    // The roots that implementations of RFC 6962 test themselves with.
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_OfThePublishedLeaves_IsThePublishedOne(int size, string expected)
    {
        string[] leaves =
        [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
        ];
        var tree = new GrowingTree();

        foreach (var leaf in leaves.Take(size))
            tree.Add(TreeHash.OfLeaf(Convert.FromHexString(leaf)), _ => { });

        tree.Root().ToString().ShouldBe($"sha256:{expected}");
    }

    [Fact]
    public void Root_OfNothing_IsTheHashOfNothing() =>
        new GrowingTree().Root().ToString()
            .ShouldBe("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    [Fact]
    public async Task Tree_WhereverItIsTakenUp_GoesOnTheSame()
    {
        foreach (var size in Borders)
        {
            var log = MemoryLog.Of(size);
            var again = await GrowingTree.LoadAsync(log, size);

            again.Root().ShouldBe(log.Tree.Root());
            again.Add(TreeHash.OfLeaf([1, 2, 3]), _ => { });
            log.Add([1, 2, 3]);
            again.Root().ShouldBe(log.Tree.Root());
            again.PartialTiles().Select(part => (part.Tile, TileHashes.Write(part.Hashes)))
                .ShouldBe(log.Tree.PartialTiles().Select(part => (part.Tile, TileHashes.Write(part.Hashes))),
                    new SamePartialTile());
        }
    }

    [Fact]
    public async Task Inclusion_OfEveryLeafAtEveryBorder_IsProvenAndOfNoOther()
    {
        foreach (var size in Borders)
        {
            var log = MemoryLog.Of(size);
            var reader = new TreeReader(log, size);
            var root = log.Tree.Root();
            (await reader.RootAsync()).ShouldBe(root);
            for (var leaf = 0; leaf < size; leaf += size > 300 ? 37 : 1)
            {
                var proof = await reader.ProveInclusionAsync(leaf);
                TreeProofs.IsIncluded(log.Leaves[leaf], leaf, size, proof, root).ShouldBeTrue();
                TreeProofs.IsIncluded(TreeHash.OfLeaf([9]), leaf, size, proof, root).ShouldBeFalse();
                TreeProofs.IsIncluded(log.Leaves[leaf], leaf, size, [.. proof, root], root).ShouldBeFalse();
                if (size > 1)
                    TreeProofs.IsIncluded(log.Leaves[leaf], (leaf + 1) % size, size, proof, root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public async Task Consistency_OfEveryPairOfBorders_IsProvenAndOfNoOther()
    {
        var log = MemoryLog.Of(0);
        var roots = new Dictionary<int, Sha256Hash>();
        foreach (var size in Enumerable.Range(1, 1000))
        {
            log.Add(BitConverter.GetBytes(size));
            roots[size] = log.Tree.Root();
        }

        foreach (var size in Borders)
        {
            foreach (var earlier in Borders.Where(border => border <= size))
            {
                // Of a smaller tree the tiles of a larger one hold all that there is.
                var proof = await new TreeReader(log.At(size), size).ProveConsistencyAsync(earlier);
                TreeProofs.IsConsistent(earlier, roots[earlier], size, roots[size], proof).ShouldBeTrue();
                TreeProofs.IsConsistent(earlier, TreeHash.Empty, size, roots[size], proof).ShouldBeFalse();
                TreeProofs.IsConsistent(earlier, roots[earlier], size, TreeHash.Empty, proof).ShouldBeFalse();
                if (proof.Count > 0)
                {
                    var other = proof.ToArray();
                    other[^1] = TreeHash.Empty;
                    TreeProofs.IsConsistent(earlier, roots[earlier], size, roots[size], other).ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public async Task Tile_OfAWrongLength_IsRefused()
    {
        var log = MemoryLog.Of(3);
        log.Cut = true;

        var refused = await Should.ThrowAsync<FabricException>(async () => await new TreeReader(log, 3).RootAsync());

        refused.Error.ShouldBe(ErrorTable.LedgerDamaged);
    }

    private sealed class SamePartialTile : IEqualityComparer<(TileId Tile, byte[] Bytes)>
    {
        public bool Equals((TileId Tile, byte[] Bytes) x, (TileId Tile, byte[] Bytes) y) =>
            x.Tile == y.Tile && x.Bytes.AsSpan().SequenceEqual(y.Bytes);

        public int GetHashCode((TileId Tile, byte[] Bytes) obj) => obj.Tile.GetHashCode();
    }
}
