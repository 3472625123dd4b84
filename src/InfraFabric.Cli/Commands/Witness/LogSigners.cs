using InfraFabric.Api.Local;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>The keys that may have signed a log, and from whom they are known.</summary>
internal sealed class LogSigners
{
    /// <summary>The command line names the key.</summary>
    public const string Given = "given";

    /// <summary>It is the key of the home's own ledger.</summary>
    public const string Home = "home";

    /// <summary>What is verified names the key itself, which proves nothing about who that is.</summary>
    public const string Itself = "itself";

    /// <summary>A key that is known has handed over to it.</summary>
    public const string Handover = "handover";

    private readonly List<(NoteKey Key, string From)> _known = [];

    private readonly List<NoteKey> _cosigners = [];

    /// <summary>Those who must have cosigned it, by the keys that a command names.</summary>
    public IReadOnlyList<NoteKey> Cosigners => _cosigners;

    /// <summary>Whether the command names the keys of the log itself.</summary>
    public bool AreGiven => _known.Exists(known => known.From == Given);

    public IReadOnlyList<NoteKey> Keys => [.. _known.Select(known => known.Key)];

    /// <summary>The keys that a command names; else that of the home, and what the log says of itself.</summary>
    /// <param name="run">The command.</param>
    /// <param name="note">What was signed.</param>
    /// <param name="own">The keys that the log says are its own.</param>
    public static LogSigners For(CommandRun run, SignedNote note, IEnumerable<NoteKey> own)
    {
        var signers = new LogSigners();
        foreach (var key in (run.Get(WitnessOptions.Key) ?? []).Select(Parse))
        {
            if (key.Kind == NoteKeyKind.Cosignature)
                signers._cosigners.Add(key);
            else
                signers._known.Add((key, Given));
        }

        if (signers._known.Count > 0)
            return signers;
        if (Checkpoint.TryParse(note.Text, out var checkpoint) && KeyOf(run.Home, checkpoint.Origin) is { } home)
            signers._known.Add((home, Home));
        signers._known.AddRange(own.Select(key => (key, Itself)));
        return signers;
    }

    /// <summary>From whom a key is known.</summary>
    public string Of(NoteKey key) =>
        _known.Where(known => known.Key == key).Select(known => known.From).FirstOrDefault(Handover);

    /// <summary>The key of the home's ledger under a name; null if the home has none that can be read.</summary>
    private static NoteKey? KeyOf(FabricHome home, string origin)
    {
        if (!File.Exists(home.WitnessKey) || !NoteKey.IsName(origin))
            return null;
        using var key = KeyFile.Load(home.WitnessKey);
        return NoteKey.Of(origin, NoteKeyKind.Ed25519, key.VerifyKey);
    }

    private static NoteKey Parse(string text) =>
        NoteKey.TryParse(text, out var key)
            ? key
            : throw new FabricException(ErrorTable.Usage, "That is no verifier key.",
                "A verifier key is NAME+HASH+KEY, in one word.", "Correct --key: 'ifctl witness checkpoint' shows it.");
}
