using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Tasks;

internal static class TaskAddCommand
{
    private static readonly Argument<string> Type = new("TYPE")
    {
        Description = "The kind of work: a word that those who do it know.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Payload = Of<string>(
        "--payload", "JSON|@FILE|-", "What the work needs to know: JSON, a file with it, or - for standard input.");

    private static readonly Option<string> PayloadHash = Of<string>(
        "--payload-hash", "HASH", "The hash of a larger payload that was put into the blob area.");

    private static readonly Option<string> Title = Of<string>("--title", "TEXT", "What it is, in a few words.");

    private static readonly Option<string> Requires = Of<string>(
        "--requires", "CAPABILITY[,...]", "What a swarm must be capable of, domain:skill each.");

    private static readonly Option<int> Priority = Of<int>(
        "--priority", "NUMBER", "Greater ones go first [default: 0].");

    private static readonly Option<string> DependsOn = Of<string>(
        "--depends-on", "TASK[,...]", "Tasks that must be completed first.");

    private static readonly Option<string> Key = Of<string>(
        "--key", "KEY", "The same key again is answered with the first task: it is added once.");

    private static readonly Option<string> Budget = Of<string>(
        "--budget", "DOLLARS", "What its work may cost, such as 2.5.");

    private static readonly Option<string> Phase = Of<string>("--phase", "LABEL", "A phase label to find it by.");

    private static readonly Option<string> Session = Of<string>("--session", "LABEL", "A session label to find it by.");

    private static readonly Option<string> Parent = Of<string>("--parent", "TASK", "The task from which it came.");

    private static readonly Option<string> Fairness = Of<string>(
        "--fairness-key", "KEY", "Tasks of one priority are dealt out in turn across these keys.");

    private static readonly Option<int?> Attempts = Of<int?>(
        "--max-attempts", "COUNT", "Attempts that may fail before it is a dead letter [default: 3].");

    private static readonly Option<int?> StallAfter = Of<int?>(
        "--stall-after", "SECONDS", "Seconds without a word from its owner after which it counts as stalled.");

    private static readonly Option<string> Deadline = Of<string>(
        "--deadline", "TIME", "When it is too late, such as 2026-12-24T18:00:00Z.");

    private static readonly Option<string> File = Of<string>(
        "--file", "FILE", "Add the tasks of a YAML or JSON file, which may depend on each other by name.");

    public static Command Create()
    {
        var verb = new Verb("add", "Add a task, or those of a file. It is pushed to a fitting swarm at once.")
        {
            Examples =
            [
                "task add review --payload '{\"pr\":7}' --requires code:csharp --priority 5",
                "task add build --payload @build.json --key nightly-2026-11-21 --budget 2.5",
                "task add --file tasks.yaml",
            ],
            Arguments = { Type },
            Options =
            {
                Payload, PayloadHash, Title, Requires, Priority, DependsOn, Key, Budget, Phase, Session, Parent,
                Fairness, Attempts, StallAfter, Deadline, File,
            },
            Changes = true,
            Checks = TaskAddChecks.All,
        };
        verb.Answers(() => ApiJson.Wire.TasksAddedBody, AddAsync, Show);
        return verb;
    }

    private static async Task<TasksAddedBody> AddAsync(CommandRun run)
    {
        if (run.Get(File) is null == run.Get(Type) is null)
        {
            throw new FabricException(ErrorTable.Usage, "It is not clear what is to be added.",
                "Either TYPE names the kind of one task, or --file a file of tasks.",
                "Give one of them, such as: ifctl task add review --payload '{\"pr\":7}'.");
        }

        var tasks = run.Get(File) is { } file
            ? await TaskFile.ReadAsync(file, run.Cancellation)
            : new TasksAddBody([await OneOfAsync(run)]);
        using var fabric = ServedFabric.Of(run);
        if (run.Get(File) is null)
            return new TasksAddedBody([await fabric.SendAsync<TaskAddedBody>(TaskCalls.Add, tasks.Tasks[0])]);
        var request = TaskCalls.AddMany.Request(tasks) with { IdempotencyKey = run.Get(Key) };
        return await fabric.CallAsync<TasksAddedBody>(TaskCalls.AddMany, request);
    }

    private static async Task<TaskAddBody> OneOfAsync(CommandRun run) => new()
    {
        Type = run.Get(Type)!,
        Title = run.Get(Title),
        Payload = await JsonArgument.ReadAsync(run.Get(Payload), Payload.Name, run.Cancellation),
        PayloadHash = run.Get(PayloadHash),
        Requires = ListText.Split(run.Get(Requires)),
        Priority = run.Get(Priority),
        FairnessKey = run.Get(Fairness),
        DependsOn = ListText.Split(run.Get(DependsOn)),
        Deadline = DeadlineOf(run.Get(Deadline)),
        MaxAttempts = run.Get(Attempts),
        Budget = run.Get(Budget) is { } budget ? Money.Parse(budget) : null,
        StallAfterS = run.Get(StallAfter),
        IdempotencyKey = run.Get(Key),
        Phase = run.Get(Phase),
        Session = run.Get(Session),
        Parent = run.Get(Parent),
    };

    private static DateTimeOffset? DeadlineOf(string? text)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var deadline)
            ? deadline
            : throw new FabricException(ErrorTable.Usage, $"'{text}' is no time.",
                "A deadline is a date with a time, in UTC unless it says another zone.",
                "Write it like 2026-12-24T18:00:00Z.");
    }

    private static void Show(TasksAddedBody added, Terminal terminal)
    {
        foreach (var task in added.Tasks)
        {
            var name = task.Name is null ? "" : $" ({task.Name})";
            terminal.Line(task.Created ? $"Added task {task.Id}{name}." : $"Task {task.Id}{name} was there already.");
        }

        if (added.Tasks.Count == 1)
            terminal.Hint($"See how it gets on: ifctl task watch {added.Tasks[0].Id}");
    }

    private static Option<T> Of<T>(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
