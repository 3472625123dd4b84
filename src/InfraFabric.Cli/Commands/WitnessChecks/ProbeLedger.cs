using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Cli.Commands.WitnessChecks;

/// <summary>
/// A ledger to break things with: some entries, as an anchor holds them in a folder, signed with a key of its own.
/// </summary>
internal sealed class ProbeLedger : IDisposable
{
    /// <summary>Beyond the border of a tile, so that there are full ones and partial ones.</summary>
    public const int Size = 300;

    private const string Origin = "falsify.local/ledger";

    private readonly Scratch _scratch;

    private ProbeLedger(Scratch scratch, SigningKey secret, string folder)
    {
        _scratch = scratch;
        Secret = secret;
        Folder = folder;
        Key = NoteKey.Of(Origin, NoteKeyKind.Ed25519, secret.VerifyKey);
    }

    public SigningKey Secret { get; }

    public NoteKey Key { get; }

    public string Folder { get; }

    public FolderLog Log => new(Folder);

    /// <summary>Another key under the same name.</summary>
    public static NoteKey WrongKey()
    {
        using var other = SigningKey.Generate();
        return NoteKey.Of(Origin, NoteKeyKind.Ed25519, other.VerifyKey);
    }

    public static async Task<ProbeLedger> MakeAsync(Scratch scratch)
    {
        var made = new ProbeLedger(scratch, SigningKey.Generate(), scratch.NewPath("anchor"));
        await made.WriteAsync(made.Folder, "task.probe");
        return made;
    }

    /// <summary>The folder of another ledger of the same name, size and key, which says otherwise.</summary>
    public async Task<string> ForkAsync()
    {
        var folder = _scratch.NewPath("fork");
        await WriteAsync(folder, "task.otherwise");
        return folder;
    }

    /// <summary>The bytes of a proof of one of its entries.</summary>
    public async Task<byte[]> ProveAsync(long place)
    {
        var note = await NoteAsync();
        var proof = await EntryProver.ProveAsync(Log, note, Key, place, _scratch.Run.Cancellation);
        return System.Text.Encoding.UTF8.GetBytes(ProofFile.Write(proof));
    }

    public Task<SignedNote> NoteAsync() => NoteOfAsync(Log, _scratch.Run.Cancellation);

    public static async Task<SignedNote> NoteOfAsync(ILogSource log, CancellationToken cancellationToken)
    {
        var bytes = await log.ReadCheckpointAsync(cancellationToken);
        return SignedNote.TryParse(bytes.Span, out var note)
            ? note
            : throw new InvalidOperationException("The checkpoint cannot be read.");
    }

    public Task<VerifyReport> AuditAsync(NoteKey? key = null) =>
        new LogAudit(Log, new AuditOptions { Keys = [key ?? Key] }).RunAsync(_scratch.Run.Cancellation).AsTask();

    /// <summary>Where the bytes of its parts are: entries, hashes, and the checkpoint.</summary>
    public IEnumerable<string> Parts() =>
    [
        Path.Combine(Folder, $"{TileId.At(TileId.Entries, 0, Size)}"),
        Path.Combine(Folder, $"{TileId.At(TileId.Entries, 1, Size)}"),
        Path.Combine(Folder, $"{TileId.At(0, 0, Size)}"),
        Path.Combine(Folder, $"{TileId.At(1, 0, Size)}"),
        Path.Combine(Folder, LogPaths.Checkpoint),
    ];

    public void Dispose() => Secret.Dispose();

    private async Task WriteAsync(string folder, string operation)
    {
        var options = new LedgerOptions { Origin = Origin, Keys = [Secret] };
        await using var store = SqliteLedgerStore.Open(_scratch.NewPath("ledger"));
        await using (var ledger = await Ledger.OpenAsync(
            store, options, chance: null, NullLogger.Instance, _scratch.Run.Cancellation))
        {
            await Task.WhenAll(Enumerable.Range(0, Size).Select(_ =>
                ledger.AppendAsync(_scratch.Note(operation), _scratch.Run.Cancellation).AsTask()));
        }

        await new AnchorPush(new StoreLog(store, [Key]), [Key], new AnchorFolder(folder))
            .RunAsync(_scratch.Run.Cancellation);
    }
}
