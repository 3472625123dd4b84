using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorCheckPolicyCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "A policy, such as policy.yaml." };

    public static Command Create()
    {
        var verb = new Verb("check-policy", "Tell all errors of a policy, each with its line, without loading it.")
        {
            Examples = ["governor check-policy ~/.if/governor/policy.yaml"],
            Arguments = { File },
        };
        verb.Answers(() => CliJson.Default.PolicyCheckAnswer, CheckAsync, Show);
        return verb;
    }

    private static Task<PolicyCheckAnswer> CheckAsync(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(File)!);
        if (!System.IO.File.Exists(path))
        {
            throw new FabricException(ErrorTable.NotFound, "The policy is not there.", $"{path} does not exist.",
                "Correct the name of the file.");
        }

        var policy = PolicyFile.Parse(ConfigFile.ReadText(path), path);
        return Task.FromResult(new PolicyCheckAnswer(
            path, policy.Terms.Hash!, policy.Swarms.Count, policy.Terms.Rules?.Count ?? 0));
    }

    private static void Show(PolicyCheckAnswer answer, Terminal terminal) => terminal.Line(
        $"{answer.File} can be loaded: {answer.Swarms} swarms, {answer.Rules} rules, {answer.Hash}.");
}
