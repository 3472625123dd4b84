using System.Text;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Tests.Ledgers;

/// <summary>What is erased is not only forgotten: its bytes are in no file of the ledger any more.</summary>
public sealed class ErasedBytesTests : IDisposable
{
    private const string Secret = "jane.doe.of.no.fixed.abode@example.org";

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Erase_LeavesNoBytesOfTheTextInAnyFile()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await store.AppendAsync(SomeBatches.Of(0, 5, new PersonalText("sha256:1", new byte[32], Secret)));
        Holds().ShouldBeTrue();

        await store.ErasePersonalAsync(["sha256:1"]);

        Holds().ShouldBeFalse();
    }

    [Fact]
    public async Task Prune_LeavesNoBytesOfTheTextInAnyFile()
    {
        await using var store = SqliteLedgerStore.Open(_folder.Path);
        await store.AppendAsync(SomeBatches.Of(0, 256, new PersonalText("sha256:1", new byte[32], Secret)));
        await store.SaveActorsAsync(new ActorSequences(256, new Dictionary<string, long>()));

        await store.PruneAsync(256);

        Holds().ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private bool Holds() => Directory.EnumerateFiles(_folder.Path).Any(Holds);

    private static bool Holds(string file)
    {
        using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[read.Length];
        read.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0;
    }
}
