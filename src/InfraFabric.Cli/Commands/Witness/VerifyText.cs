using System.Text;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Rendering;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>What came of a check, as an answer and as text.</summary>
internal static class VerifyText
{
    /// <summary>What came of it; that a cosigner whose key was given has not cosigned is wrong, too.</summary>
    public static VerifyAnswer Of(
        VerifyReport report, SignedNote? note, string target, string kind, LogSigners signers)
    {
        var answer = Of(report, target, kind, signers);
        if (!answer.Holds || note is null)
            return answer;
        var cosigned = signers.Cosigners.Select(key => (Key: key, At: note.CosignedBy(key))).ToList();
        return answer with
        {
            Cosignatures = [.. cosigned.Where(one => one.At is not null)
                .Select(one => new CosignatureAnswer(one.Key.ToString(), one.At!.Value))],
            Holds = cosigned.TrueForAll(one => one.At is not null),
            Reason = cosigned.Find(one => one.At is null).Key is { } missing
                ? $"It is not cosigned by {missing.Name}."
                : null,
        };
    }

    private static VerifyAnswer Of(VerifyReport report, string target, string kind, LogSigners signers) => new()
    {
        Target = target,
        Kind = kind,
        Holds = report.Fault is null,
        Origin = report.Origin,
        Size = report.Origin is null ? null : report.Size,
        Root = report.Origin is null ? null : report.Root.ToString(),
        Key = report.Signer?.ToString(),
        KeyFrom = report.Signer is { } signer ? signers.Of(signer) : null,
        Entries = report.Entries,
        HashesOnly = report.HashesOnly,
        Actors = report.Actors,
        Entry = report.Entry is { } entry ? Encoding.UTF8.GetString(entry.Span) : null,
        FirstBadIndex = report.Fault?.Index,
        Reason = report.Fault?.Reason,
    };

    public static void Show(VerifyAnswer found, Terminal terminal)
    {
        terminal.Line(found.Holds ? HoldsText(found) : FailsText(found));
        if (found.Origin is not null)
        {
            terminal.Line($"  log   {found.Origin}, {found.Size} entries");
            terminal.Line($"  root  {found.Root}");
        }

        if (found.Key is not null)
            terminal.Line($"  key   {found.Key} ({KeyText(found.KeyFrom)})");
        foreach (var cosigned in found.Cosignatures)
            terminal.Line($"  seen  by {cosigned.Key} at {TimeText.Of(cosigned.Time)}");
        if (found.HashesOnly > 0)
            terminal.Line($"  note  of the first {found.HashesOnly} entries only the hashes could be read");
        if (found.Evidence is { } folder)
            terminal.Line($"  fork  both notes are kept in {folder}");
        if (found is { Holds: true, Entry: { } entry })
            terminal.Line(entry);
    }

    private static string HoldsText(VerifyAnswer found) => found.Kind switch
    {
        "proof" => $"Holds: entry {found.Index} is in the ledger.",
        "checkpoint" => "Holds: the checkpoint is signed.",
        _ => $"Holds: {found.Entries} entries of {found.Actors} actors, every hash, and the signature.",
    };

    private static string FailsText(VerifyAnswer found) =>
        found.FirstBadIndex is { } index ? $"FAILS at entry {index}: {found.Reason}" : $"FAILS: {found.Reason}";

    private static string KeyText(string? from) => from switch
    {
        LogSigners.Given => "given with --key",
        LogSigners.Handover => "handed over to by a key that is known",
        LogSigners.Home => "the key of this home",
        _ => "named by what was verified itself: if it must be a certain one, give that with --key",
    };
}
