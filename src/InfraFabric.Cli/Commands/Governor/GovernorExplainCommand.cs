using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorExplainCommand
{
    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Swarms to list [default: 50].",
        HelpName = "COUNT",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "explain", "Tell of every swarm why it could or could not take a task, or help with it if it is blocked.")
        {
            Examples = ["governor explain 0198c5a2-1f00-7abc-8def-0123456789ab"],
            Arguments = { TaskOptions.Task },
            Options = { Limit },
        };
        verb.Answers(() => ApiJson.Wire.ExplainBody, ExplainAsync, Show);
        return verb;
    }

    private static async Task<ExplainBody> ExplainAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<ExplainBody>(
            GovernorCalls.Explain,
            GovernorCalls.Explain.Request(null, run.Get(TaskOptions.Task)!)
                .Where("limit", run.Get(Limit)?.ToString(CultureInfo.InvariantCulture)));
    }

    private static void Show(ExplainBody task, Terminal terminal)
    {
        var owner = task.Owner is { } swarm ? $", owned by {swarm}" : "";
        terminal.Line($"{task.Task} ({task.Kind}){owner}, {task.Value} left to spend.");
        if (task.Blocked is { } reason)
            terminal.Line($"Blocked: {TaskText.OneLine(reason)}");
        foreach (var helper in task.Help?.Helpers ?? [])
            terminal.Line($"Helped by {helper.Swarm} with {helper.Capability}, for up to {helper.Amount}.");
        if (task.Help?.Escalation is { } escalation)
            terminal.Line($"A person is asked: escalation {escalation}.");
        var needed = string.Join(' ', task.Found.Required.DefaultIfEmpty("nothing"));
        terminal.Line($"Needed: {needed}");
        GovernorFindHelpCommand.Show(task.Found, terminal);
    }
}
