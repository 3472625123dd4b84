using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.WitnessChecks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Witness.Cosigning;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

internal static class WitnessVerifyCommand
{
    private static readonly Argument<string> Target = new("TARGET")
    {
        Description = "A proof, a checkpoint, or a log: a folder, http(s)://... or s3://... [default: the server's].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Since = new("--since")
    {
        Description = "A checkpoint that was seen before: the log must continue it.",
        HelpName = "FILE",
    };

    private static readonly Option<string> Skew = new("--skew")
    {
        Description = "By how much an entry may be dated before an earlier one [default: 5m].",
        HelpName = "TIME",
    };

    public static Command Create()
    {
        var verb = new Verb("verify", "Check a proof or a whole log, and say what is wrong first. Exit code 1 if so.")
        {
            Examples =
            [
                "witness verify entry-4711.tlog-proof --key 'example.org/log+9d3a1c22+AZbX...'",
                "witness verify /mnt/anchor",
                "witness verify https://log.example/ --since seen.checkpoint",
                "witness verify --json",
            ],
            Arguments = { Target },
            Options = { WitnessOptions.Key, Since, Skew },
            Checks = LogChecks.OfVerify,
        };
        verb.Answers(() => CliJson.Default.VerifyAnswer, VerifyAsync, VerifyText.Show,
            found => found.Holds ? ExitCodes.Done : ExitCodes.CheckFailed);
        return verb;
    }

    private static async Task<VerifyAnswer> VerifyAsync(CommandRun run)
    {
        var target = run.Get(Target);
        if (target is not null && File.Exists(target))
            return new FileCheck(run).Verify(Path.GetFullPath(target));
        using var log = NamedLog.Open(run, target);
        return await VerifyLogAsync(run, log.Source, target ?? run.Server ?? run.Home.Folder);
    }

    private static async Task<VerifyAnswer> VerifyLogAsync(CommandRun run, ILogSource log, string target)
    {
        var bytes = await log.ReadCheckpointAsync(run.Cancellation);
        var signers = SignedNote.TryParse(bytes.Span, out var note)
            ? LogSigners.For(run, note, LogKeys.Read(await log.ReadKeysAsync(run.Cancellation)))
            : new LogSigners();
        var audit = new LogAudit(log, new AuditOptions
        {
            Keys = signers.Keys,
            Handovers = LogHandovers.Read(await log.ReadHandoversAsync(run.Cancellation)),
            Earlier = run.Get(Since) is { } since ? FileCheck.ReadNote(since) : null,
            Skew = SkewOf(run.Get(Skew)),
        });
        VerifyReport report;
        using (new Progress(run.Time, () => $"verifying: {audit.At} of {audit.Size} entries"))
            report = await audit.RunAsync(run.Cancellation);
        return VerifyText.Of(report, note, target, "log", signers) with
        {
            Evidence = report.Fork is { } fork ? ForkEvidence.Keep(run.Home, fork, run.Time) : null,
        };
    }

    private static TimeSpan SkewOf(string? text)
    {
        if (text is null)
            return AuditOptions.DefaultSkew;
        return DurationText.TryParse(text, out var skew) ? skew : throw new FabricException(ErrorTable.Usage,
            $"'{text}' is no length of time.", "It is a whole number and ms, s, m, h or d.", "Correct --skew.");
    }
}
