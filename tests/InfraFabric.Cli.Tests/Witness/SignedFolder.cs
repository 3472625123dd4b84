using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Cli.Tests.Witness;

/// <summary>Folders with published logs to run commands on.</summary>
internal static class SignedFolder
{
    public const string Origin = "test.example/ledger";

    /// <summary>Writes a ledger of so many entries into a folder, and returns the key to verify it with.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="size">How many entries.</param>
    /// <param name="outcome">What entry 20 says, by which two logs differ.</param>
    public static async Task<string> WriteAsync(string folder, int size, string outcome = "done")
    {
        var scratch = Directory.CreateTempSubdirectory("if-ledger-");
        try
        {
            using var secret = SigningKey.FromSeed(new byte[32]);
            await using var store = SqliteLedgerStore.Open(scratch.FullName);
            var options = new LedgerOptions { Origin = Origin, Keys = [secret] };
            await using var ledger = await Ledger.OpenAsync(store, options, chance: null, NullLogger.Instance);
            await ledger.AppendAsync([.. Enumerable.Range(0, size).Select(i => NoteAt(i, outcome))]);
            IReadOnlyList<NoteKey> keys = [.. options.NoteKeys];
            await new AnchorPush(new StoreLog(store, keys), keys, new AnchorFolder(folder)).RunAsync();
            return keys[0].ToString();
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static PositionedNote NoteAt(int index, string outcome) => new(new NotePosition(index + 1, 0), new()
    {
        Trace = TraceToken.From(Guid.Empty),
        Actor = $"if://agent/a{index % 7}/0",
        Component = "test",
        Operation = "test.put",
        Subject = $"some/{index}",
        Time = DateTimeOffset.UnixEpoch.AddMinutes(index),
        Outcome = index == 20 ? outcome : "done",
    });
}
