using System.CommandLine;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>
/// A command that takes a claimed task one step on: it asks for a few things and sends them under the claim's fence.
/// </summary>
/// <param name="name">What the command is called.</param>
/// <param name="description">What it does, for the help.</param>
/// <param name="call">The call that takes the step.</param>
internal sealed class ClaimStep(string name, string description, ApiCall call)
{
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>What can be said on the line beside the task and the fence.</summary>
    public IReadOnlyList<Option> Asks { get; init; } = [];

    /// <summary>The one of them that names JSON, which may stand in a file or come on standard input.</summary>
    public Option<string>? Json { get; init; }

    /// <summary>The body of the call, made of the line, the fence, and that JSON.</summary>
    public required Func<CommandRun, long, JsonElement?, object> Sends { get; init; }

    public required IReadOnlyList<FalsifyCheck> Checks { get; init; }

    public Command ToCommand()
    {
        var verb = new Verb(name, description)
        {
            Examples = Examples,
            Arguments = { TaskOptions.Task },
            Changes = true,
            Checks = Checks,
        };
        foreach (var option in Asks)
            verb.Options.Add(option);
        verb.Options.Add(ClaimOptions.Fence);
        verb.Answers(() => ApiJson.Wire.TaskStateBody, TakeAsync, TaskText.Show);
        return verb;
    }

    private async Task<TaskStateBody> TakeAsync(CommandRun run)
    {
        var json = Json is null ? null : await JsonArgument.ReadAsync(run.Get(Json), Json.Name, run.Cancellation);
        return await ClaimWork.DoAsync(run, call, fence => Sends(run, fence, json));
    }
}
