using System.Collections;
using InfraFabric.Api.Local;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Server.Witness;

/// <summary>
/// The key with which the ledger of a home signs its checkpoints, and the one that is staged to be the next. The staged
/// one is a file before the ledger names it, and takes the place of the other once the ledger has, so that at every
/// moment the key that the ledger goes on with is at hand.
/// </summary>
internal sealed class LedgerKeyRing : IReadOnlyList<SigningKey>, IDisposable
{
    private const string PutItBack = "Put it back. If it is lost, move the ledger's folder away: a new ledger begins,"
        + " and the old one can still be verified.";

    private readonly Lock _lock = new();
    private readonly FabricHome _home;

    // Those before may still be read by who has asked a moment ago.
    private readonly List<SigningKey> _retired = [];
    private volatile SigningKey _key;

    private LedgerKeyRing(FabricHome home, SigningKey key) => (_home, _key) = (home, key);

    public int Count => 1;

    private string Staged => $"{_home.WitnessKey}.next";

    public SigningKey this[int index] => index == 0 ? _key : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>
    /// Reads the key, or makes it for a ledger that has signed nothing yet. One that has is not given another key
    /// without a word: whoever verifies it knows it by the first.
    /// </summary>
    /// <param name="options">The server, with its home.</param>
    /// <param name="head">How far the ledger has come.</param>
    /// <param name="writer">The server that writes it now; null while none does.</param>
    public static LedgerKeyRing Open(ServerOptions options, LedgerHead head, string? writer)
    {
        var home = options.Home;
        if (File.Exists(home.WitnessKey))
            return new LedgerKeyRing(home, KeyFile.Load(home.WitnessKey));
        if (head.Size > 0)
        {
            throw new FabricException(ErrorTable.NotFound, "The key of the ledger is missing.",
                $"{head.Size} entries were signed with it, and it is not in {home.WitnessKey}.",
                options.Witness is { Backend: WitnessBackend.Postgres } ? CopyIt(home, writer) : PutItBack);
        }

        FabricHome.CreatePrivateFolder(home.KeysFolder);
        var key = SigningKey.Generate();
        KeyFile.Create(home.WitnessKey, key);
        return new LedgerKeyRing(home, key);
    }

    /// <summary>
    /// Makes the key that is to be the next, durably; the one that was staged before and never named, if there is one.
    /// The caller disposes it.
    /// </summary>
    public SigningKey Stage()
    {
        lock (_lock)
        {
            if (File.Exists(Staged))
                return KeyFile.Load(Staged);
            var next = SigningKey.Generate();
            KeyFile.Create(Staged, next);
            FolderSync.Flush(_home.KeysFolder);
            return next;
        }
    }

    /// <summary>Puts the staged key in place, if it is this one; the file of the old one is gone then.</summary>
    public bool Adopt(VerifyKey key)
    {
        lock (_lock)
        {
            if (_key.VerifyKey == key)
                return true;
            if (!File.Exists(Staged))
                return false;
            var next = KeyFile.Load(Staged);
            if (next.VerifyKey != key)
            {
                next.Dispose();
                return false;
            }

            File.Move(Staged, _home.WitnessKey, overwrite: true);
            FolderSync.Flush(_home.KeysFolder);
            _retired.Add(_key);
            _key = next;
            return true;
        }
    }

    public IEnumerator<SigningKey> GetEnumerator()
    {
        yield return _key;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string CopyIt(FabricHome home, string? writer) =>
        "Servers that share a ledger have one key. Copy keys/witness.key from the home of a server that has it"
        + (writer is null ? "" : $" (the ledger is written by {writer} now)")
        + $" to {home.WitnessKey}, with the mode 600.";

    public void Dispose()
    {
        _key.Dispose();
        foreach (var retired in _retired)
            retired.Dispose();
    }
}
