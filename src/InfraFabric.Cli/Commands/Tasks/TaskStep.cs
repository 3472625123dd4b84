using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Falsify;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>A command that takes one task a step further, from outside of any claim.</summary>
internal static class TaskStep
{
    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the step does.</param>
    /// <param name="example">A reason for it.</param>
    /// <param name="call">The call that does it.</param>
    /// <param name="checks">The attempts to break it.</param>
    /// <param name="body">What the call takes, if it takes something.</param>
    public static Command Create(
        string name, string description, string example, ApiCall call, IReadOnlyList<FalsifyCheck> checks,
        Func<CommandRun, object>? body = null)
    {
        var verb = new Verb(name, description)
        {
            Examples = [$"task {name} 0198c5a2-1f00-7abc-8def-0123456789ab --why \"{example}\""],
            Arguments = { TaskOptions.Task },
            Changes = true,
            Checks = checks,
        };
        verb.Answers(() => ApiJson.Wire.TaskStateBody, async run =>
        {
            using var fabric = ServedFabric.Of(run);
            return await fabric.CallAsync<TaskStateBody>(
                call, call.Request(body?.Invoke(run), run.Get(TaskOptions.Task)!));
        }, TaskText.Show);
        return verb;
    }
}
