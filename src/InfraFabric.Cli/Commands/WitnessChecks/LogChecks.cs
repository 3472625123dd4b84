using InfraFabric.Cli.Falsify;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.WitnessChecks;

/// <summary>
/// The attempts to break the commands about a log as a whole: what is not what was signed never passes for it.
/// </summary>
internal static class LogChecks
{
    private const int Places = 24;
    private const long Proven = 257;

    private static readonly FalsifyCheck WrongKey =
        new("wrong key", "Name another key than the one that signed, and have it accepted.", WrongKeyAsync);

    private static readonly FalsifyCheck TamperedCheckpoint =
        new("tampered checkpoint", "Flip one bit of the checkpoint, and have it accepted.", FlipCheckpointAsync);

    public static readonly IReadOnlyList<FalsifyCheck> OfVerify =
    [
        new("tampered proof", "Flip one bit of a proof, and have it accepted.", FlipProofAsync),
        new("truncated proof", "Cut bytes off a proof, and have it accepted.", CutProofAsync),
        new("tampered log", "Flip one bit of an entry, a tile or the checkpoint, and have the log accepted.",
            FlipLogAsync),
        new("forked log", "Show another log than was seen before, under the same key.", ForkAsync),
        WrongKey,
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfCheckpoint = [TamperedCheckpoint, WrongKey];

    public static readonly IReadOnlyList<FalsifyCheck> OfExport = [TamperedCheckpoint, WrongKey];

    public static readonly IReadOnlyList<FalsifyCheck> OfProve =
    [
        new("changed entry", "Change an entry before it is proven.", ProveChangedAsync),
        new("nothing there", "Have an entry proven that is not there.", ProveNothingAsync),
        TamperedCheckpoint,
        WrongKey,
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfAnchor =
    [
        new("forked log", "Push a log into the copy of another one of the same name and key.", PushForkAsync),
        WrongKey,
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfRestore =
    [
        new("tampered copy", "Flip one bit of the copy, and have it restored.", RestoreTamperedAsync),
        new("truncated copy", "Take a bundle away from the copy, and have it restored.", RestoreTruncatedAsync),
        WrongKey,
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfCosign =
    [
        new("two views", "Have two logs of one name and size cosigned, so that the cosignature binds nobody.",
            CosignForkAsync),
        new("forged cosignature", "Sign in the name of the cosigner with another key, and have it taken for its word.",
            ForgeCosignatureAsync),
        WrongKey,
    ];

    private static async Task<Evidence> WrongKeyAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var report = await ledger.AuditAsync(ProbeLedger.WrongKey());
        var proof = ProofCheck.Verify(await ledger.ProveAsync(Proven), [ProbeLedger.WrongKey()]);
        return report.Fault is { } fault && proof.Fault is not null
            ? Evidence.Held($"refused: {fault.Reason}")
            : Evidence.Broke("what one key signed was accepted as signed by another");
    }

    private static async Task<Evidence> FlipCheckpointAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var bytes = System.Text.Encoding.UTF8.GetBytes((await ledger.NoteAsync()).ToString());
        return Refused("a bit flipped", bytes, (place, _) => Flipped(bytes, place), changed =>
            !SignedNote.TryParse(changed, out var note) || ProofCheck.Verify(note, [ledger.Key]).Fault is not null);
    }

    private static async Task<Evidence> FlipProofAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var bytes = await ledger.ProveAsync(Proven);
        return Refused("a bit flipped", bytes, (place, _) => Flipped(bytes, place), changed =>
            ProofCheck.Verify(changed, [ledger.Key]).Fault is not null);
    }

    private static async Task<Evidence> CutProofAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var bytes = await ledger.ProveAsync(Proven);
        return Refused("the rest cut off", bytes, (place, whole) => whole[..(int)place], changed =>
            ProofCheck.Verify(changed, [ledger.Key]).Fault is not null);
    }

    private static Evidence Refused(
        string how, byte[] whole, Func<long, byte[], byte[]> change, Func<byte[], bool> isRefused)
    {
        foreach (var place in Attacks.Spread(whole.Length, Places))
        {
            if (!isRefused(change(place, whole)))
                return Evidence.Broke($"it was accepted with {how} at byte {place}");
        }

        return Evidence.Held($"refused with {how} at each of {Places} places");
    }

    private static byte[] Flipped(byte[] bytes, long place)
    {
        var changed = bytes.ToArray();
        changed[place] ^= (byte)(1 << (int)(place % 8));
        return changed;
    }

    private static async Task<Evidence> FlipLogAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        foreach (var part in ledger.Parts())
        {
            var whole = await File.ReadAllBytesAsync(part, scratch.Run.Cancellation);
            foreach (var place in Attacks.Spread(whole.Length, Places / 4))
            {
                await File.WriteAllBytesAsync(part, Flipped(whole, place), scratch.Run.Cancellation);
                if ((await TryAuditAsync(ledger)) is null)
                    return Evidence.Broke($"it was accepted with a bit flipped in byte {place} of {part}");
            }

            await File.WriteAllBytesAsync(part, whole, scratch.Run.Cancellation);
        }

        return await TryAuditAsync(ledger) is { } other
            ? Evidence.Broke($"the log that is whole was refused: {other}")
            : Evidence.Held("refused wherever a bit was flipped, and accepted whole");
    }

    /// <summary>Why a log is refused; null if it is not.</summary>
    private static async Task<string?> TryAuditAsync(ProbeLedger ledger)
    {
        try
        {
            return (await ledger.AuditAsync()).Fault?.Reason;
        }
        catch (FabricException damaged) when (damaged.Error == ErrorTable.LedgerDamaged)
        {
            return damaged.Why;
        }
    }

    private static async Task<Evidence> ForkAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var fork = new FolderLog(await ledger.ForkAsync());
        var options = new AuditOptions { Keys = [ledger.Key], Earlier = await ledger.NoteAsync() };
        var report = await new LogAudit(fork, options).RunAsync(scratch.Run.Cancellation);
        return report.Fork is not null
            ? Evidence.Held($"refused: {report.Fault!.Reason} Both notes prove it.")
            : Evidence.Broke("a log passed for the continuation of another one");
    }

    private static async Task<Evidence> ProveChangedAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var bundle = ledger.Parts().ElementAt(1);
        var bytes = await File.ReadAllBytesAsync(bundle, scratch.Run.Cancellation);
        // The second entry of the bundle: behind the first, of which two bytes say how long it is.
        var second = 2 + (bytes[0] << 8) + bytes[1];
        await File.WriteAllBytesAsync(bundle, Flipped(bytes, second + 10), scratch.Run.Cancellation);
        return await Attacks.RefusedAsync(ErrorTable.LedgerDamaged, "refused: it does not make the signed root",
            () => ledger.ProveAsync(Proven));
    }

    private static async Task<Evidence> ProveNothingAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        return await Attacks.RefusedAsync(ErrorTable.NotFound, "refused: the ledger ends before it",
            () => ledger.ProveAsync(ProbeLedger.Size));
    }

    private static async Task<Evidence> PushForkAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var fork = new FolderLog(await ledger.ForkAsync());
        var before = await ledger.NoteAsync();
        var refused = await Attacks.RefusedAsync(ErrorTable.Conflict, "refused, and the copy is as it was", () =>
            new AnchorPush(fork, [ledger.Key], new AnchorFolder(ledger.Folder))
                .RunAsync(scratch.Run.Cancellation).AsTask());
        return refused.HasHeld && (await ledger.NoteAsync()).ToString() != before.ToString()
            ? Evidence.Broke("it was refused, and the copy is another one all the same")
            : refused;
    }

    private static async Task<Evidence> RestoreTamperedAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        var part = ledger.Parts().First();
        var whole = await File.ReadAllBytesAsync(part, scratch.Run.Cancellation);
        await File.WriteAllBytesAsync(part, Flipped(whole, whole.Length / 2), scratch.Run.Cancellation);
        return await RestoreRefusedAsync(scratch, ledger);
    }

    private static async Task<Evidence> RestoreTruncatedAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        File.Delete(ledger.Parts().ElementAt(1));
        return await RestoreRefusedAsync(scratch, ledger);
    }

    private static async Task<Evidence> RestoreRefusedAsync(Scratch scratch, ProbeLedger ledger)
    {
        var into = scratch.NewPath("restored");
        var restore = new LedgerRestore(ledger.Log, new AuditOptions { Keys = [ledger.Key] });
        var refused = await Attacks.RefusedAsync(ErrorTable.LedgerDamaged, "refused before anything was made",
            () => restore.IntoFolderAsync(into, scratch.Run.Cancellation).AsTask());
        return refused.HasHeld && Directory.Exists(into)
            ? Evidence.Broke("it was refused, and made all the same")
            : refused;
    }

    private static async Task<Evidence> CosignForkAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        using var secret = SigningKey.Generate();
        var signer = NoteKey.Of("falsify.local/cosigner", NoteKeyKind.Cosignature, secret.VerifyKey);
        var cosigner = new Cosigner(signer, secret, new CosignedLogs(scratch.NewPath("cosigned")), scratch.Run.Time);
        var fork = new FolderLog(await ledger.ForkAsync());
        var other = await ProbeLedger.NoteOfAsync(fork, scratch.Run.Cancellation);
        var first = await cosigner.CosignAsync(
            await ledger.NoteAsync(), [ledger.Key], true, ledger.Log, scratch.Run.Cancellation);
        var second = await cosigner.CosignAsync(other, [ledger.Key], true, fork, scratch.Run.Cancellation);
        return first.Note?.CosignedBy(signer) is not null && second is { Note: null, Fork: not null }
            ? Evidence.Held($"the first was cosigned, the second refused: {second.Fault!.Reason}")
            : Evidence.Broke("both were cosigned, or none");
    }

    private static async Task<Evidence> ForgeCosignatureAsync(Scratch scratch)
    {
        using var ledger = await ProbeLedger.MakeAsync(scratch);
        using var secret = SigningKey.Generate();
        using var forger = SigningKey.Generate();
        var signer = NoteKey.Of("falsify.local/cosigner", NoteKeyKind.Cosignature, secret.VerifyKey);
        var forged = (await ledger.NoteAsync()).Cosign(signer, forger, scratch.Run.Time.GetUtcNow());
        return forged.CosignedBy(signer) is null
            ? Evidence.Held("its signature is not the cosigner's")
            : Evidence.Broke("the signature of another key was taken for the cosigner's");
    }
}
