using System.CommandLine;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>Which tasks a command shows.</summary>
internal static class TaskFilters
{
    public const string Open = "waiting,ready,claimed,running,blocked";

    public static readonly Option<string> State = new("--state")
    {
        Description =
            "Only these states: waiting, ready, claimed, running, blocked, completed, failed, cancelled, dead.",
        HelpName = "STATE[,...]",
    };

    public static readonly Option<string> Swarm = new("--swarm")
    {
        Description = "Only what this swarm owns or is offered.",
        HelpName = "NAME",
    };

    public static readonly Option<string> Type = new("--type")
    {
        Description = "Only tasks of this type.",
        HelpName = "TYPE",
    };

    public static readonly Option<string> Phase = new("--phase")
    {
        Description = "Only tasks with this phase label.",
        HelpName = "LABEL",
    };

    public static readonly Option<string> Session = new("--session")
    {
        Description = "Only tasks with this session label.",
        HelpName = "LABEL",
    };

    public static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Tasks on the page [default: 100].",
        HelpName = "COUNT",
    };

    public static readonly Option<string> After = new("--after")
    {
        Description = "Only tasks after this one, to read the next page.",
        HelpName = "TASK",
    };

    /// <summary>What the line asks for; its states, where it names none, are those given here.</summary>
    public static TasksQuery Of(CommandRun run, string? states) => new()
    {
        State = run.Get(State) ?? states,
        Swarm = run.Get(Swarm),
        Type = run.Get(Type),
        Phase = run.Get(Phase),
        Session = run.Get(Session),
        After = run.Get(After),
        Limit = run.Get(Limit),
    };

    /// <summary>One page.</summary>
    public static Task<TaskPageBody> ReadAsync(ServedFabric fabric, TasksQuery query) =>
        fabric.CallAsync<TaskPageBody>(TaskCalls.List, TaskCalls.List.Request(null)
            .Where("state", query.State).Where("swarm", query.Swarm).Where("type", query.Type)
            .Where("phase", query.Phase).Where("session", query.Session)
            .Where("after", query.After).Where("limit", query.Limit is { } limit ? $"{limit}" : null));

    /// <summary>Whether a task that has changed is one that was asked for.</summary>
    public static bool Takes(this TasksQuery query, TaskBody task) =>
        (query.State is null || query.State.Split(',').Contains(task.State))
        && (query.Swarm is null || query.Swarm == task.Swarm || query.Swarm == task.OfferedTo)
        && (query.Type is null || query.Type == task.Spec.Type)
        && (query.Phase is null || query.Phase == task.Spec.Phase)
        && (query.Session is null || query.Session == task.Spec.Session);
}
