using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Doctor;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var verb = new Verb("doctor", "Look for what keeps the fabric from working, and say how to put it right.")
        {
            Examples = ["doctor", "doctor --json"],
        };
        verb.Answers(() => CliJson.Default.DoctorAnswer, ExamineAsync, Show,
            answer => answer.Healthy ? ExitCodes.Done : ExitCodes.CheckFailed);
        return verb;
    }

    private static async Task<DoctorAnswer> ExamineAsync(CommandRun run)
    {
        var clock = new ClockCheck(run.Time);
        var (config, configFinding) = ConfigCheck.Look(run.Home);
        var findings = new List<Finding>();
        findings.AddRange(SdkCheck.Look());
        findings.AddRange(LibraryCheck.Look());
        findings.Add(DiskCheck.Look(run.Home));
        findings.AddRange(FileModeCheck.Look(run.Home));
        findings.Add(configFinding);
        findings.Add(PolicyCheck.Look(run.Home));
        if (config is not null)
        {
            findings.Add(CertificateCheck.Look(config, run.Time));
            findings.Add(PortCheck.Look(run.Home, config));
            findings.Add(await BackendCheck.LookAsync(run, config));
        }

        findings.AddRange(await clock.LookAsync(run.Cancellation));
        return new DoctorAnswer(findings.TrueForAll(finding => finding.Level != FindingLevel.Broken), findings);
    }

    private static void Show(DoctorAnswer answer, Terminal terminal)
    {
        foreach (var finding in answer.Findings)
        {
            terminal.Line($"{Word(finding.Level),-8} {finding.Check,-12} {finding.Found}");
            if (finding.Fix is not null)
                terminal.Line($"{"",-8} {"",-12} fix: {finding.Fix}");
        }

        terminal.Line();
        terminal.Line(answer.Healthy ? "Everything that is needed works." : "Something is broken: see 'broken' above.");
    }

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warning => "warning",
        _ => "broken",
    };
}
