using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Coordinator.Migration;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorMigrateCommand
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "What the swarms used so far [default: git-polling].",
        HelpName = "git-polling",
    };

    private static readonly Option<string> To = new("--to")
    {
        Description = "Require that the server keeps its state there.",
        HelpName = "embedded|etcd",
    };

    private static readonly Option<string> Source = new("--source")
    {
        Description = "The git work tree of the boards [default: the current folder].",
        HelpName = "DIR",
    };

    private static readonly Option<string> Swarm = new("--swarm")
    {
        Description = "Move this swarm: its tasks and those that they wait for.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Monitor = new("--monitor")
    {
        Description = "Then print each change of the tasks of --swarm until all are done.",
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Print what would be created and what could not be read; change nothing.",
    };

    private static readonly Option<bool> Yes = new("--yes")
    {
        Description = "Import although the boards contradict themselves.",
    };

    public static Command Create()
    {
        var verb = new Verb("migrate", "Import the tasks of Markdown boards that swarms polled in a git repository.")
        {
            Examples =
            [
                "coordinator migrate --from git-polling --to etcd --dry-run",
                "coordinator migrate --from git-polling --source path/to/boards",
                "coordinator migrate --swarm session-1-ndi --monitor",
            ],
            Options = { From, To, Source, Swarm, Monitor, DryRun, Yes },
            Changes = true,
        };
        From.AcceptOnlyFromAmong("git-polling");
        To.AcceptOnlyFromAmong("embedded", "etcd");
        verb.Runs(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(CommandRun run)
    {
        var swarm = run.Get(Swarm) is { } named ? SwarmName.Parse(named) : (SwarmName?)null;
        if (run.Get(Monitor) && (swarm is null || run.Get(DryRun)))
        {
            throw new FabricException(ErrorTable.Usage, "There is nothing to monitor.",
                "--monitor follows the tasks of one swarm once they are imported.",
                "Name it with --swarm, and leave out --dry-run.");
        }

        var plan = await ReadAsync(run, swarm);
        if (run.Get(DryRun))
            return await LookAsync(run, plan);
        using var caller = ServerAccess.Open(run);
        await RequireBackendAsync(run, caller);
        await RequireConsentAsync(run, plan);
        var imported = await ImportAsync(run, caller, plan);
        if (swarm is { } one && await MigratedSwarm.RegisterAsync(
            run, caller, one, plan.Swarms.FirstOrDefault(known => known.Name == one)))
        {
            run.Terminal.Hint($"Registered the swarm '{one}' and the identity {one}/1.");
        }

        return run.Get(Monitor) ? await FollowAsync(run, caller, imported) : ExitCodes.Done;
    }

    private static async Task<MigrationPlan> ReadAsync(CommandRun run, SwarmName? swarm)
    {
        using var progress = new Progress(run.Time, () => "reading the boards...");
        var folder = new DirectoryInfo(run.Get(Source) ?? Directory.GetCurrentDirectory());
        var plan = await MigrationReader.ReadAsync(folder, run.Time, run.Cancellation);
        if (swarm is not { } one)
            return plan;
        var part = plan.ForSwarm(one);
        return part.Tasks.Count + part.Swarms.Count > 0
            ? part
            : throw new FabricException(ErrorTable.NotFound, $"The boards know no swarm '{one}'.",
                $"They name: {string.Join(", ", plan.Swarms.Select(known => known.Name.Text).Order())}.",
                "Correct --swarm, or --source.");
    }

    // A server is asked what is there already, if there is one.
    private static async Task<int> LookAsync(CommandRun run, MigrationPlan plan)
    {
        using var caller = ServerAccess.Find(run);
        var known = KnownTasks.None;
        if (caller is not null)
        {
            await RequireBackendAsync(run, caller);
            known = await KnownTasks.ReadAsync(caller, run.Cancellation);
        }

        var answer = MigrationText.AnswerOf(plan, dryRun: true, task => known.Find(task.IdempotencyKey) is { } id
            ? (MigrationAction.Known, id)
            : (MigrationAction.Create, null));
        run.Terminal.Answer(answer, () => CliJson.Default.MigrationAnswer, MigrationText.Show);
        return ExitCodes.Done;
    }

    private static async Task RequireBackendAsync(CommandRun run, ServerCaller caller)
    {
        if (run.Get(To) is not { } asked)
            return;
        var status = await caller.GetAsync(SwarmCalls.Status.Path, ApiJson.Default.StatusBody, run.Cancellation);
        if (status.Backend != asked)
        {
            throw new FabricException(ErrorTable.Conflict, $"The server does not keep its state in {asked}.",
                $"It is kept in {status.Backend}.",
                $"Start one with 'ifctl coordinator start --backend {asked}', or correct --to.");
        }
    }

    private static async Task RequireConsentAsync(CommandRun run, MigrationPlan plan)
    {
        if (plan.Conflicts.Count == 0 || run.Get(Yes))
            return;
        var contradictions = $"The boards contradict themselves in {plan.Conflicts.Count} places.";
        if (!Console.IsInputRedirected)
        {
            foreach (var conflict in plan.Conflicts)
                run.Terminal.Hint($"{conflict.Source}: {conflict.What}\n    {conflict.Becomes}");
            if (await Question.IsAnsweredYesAsync($"{contradictions} Import all the same?", run.Cancellation))
                return;
        }

        throw new FabricException(ErrorTable.Conflict, contradictions, "Nothing has been imported.",
            "Look at them with --dry-run; settle them on the boards, or import as it says there with --yes.");
    }

    private static async Task<IReadOnlyDictionary<string, MigratedTask>> ImportAsync(
        CommandRun run, ServerCaller caller, MigrationPlan plan)
    {
        var known = await KnownTasks.ReadAsync(caller, run.Cancellation);
        var import = new MigrationImport(caller, known, run.Time, run.Why);
        using var progress = new Progress(run.Time, () => $"importing: {import.Done} of {plan.Tasks.Count} tasks");
        var imported = await import.RunAsync(plan, run.Cancellation);
        var answer = MigrationText.AnswerOf(
            plan, dryRun: false, task => (imported[task.Label].Action, imported[task.Label].Id));
        run.Terminal.Answer(answer, () => CliJson.Default.MigrationAnswer, MigrationText.Show);
        return imported;
    }

    private static async Task<int> FollowAsync(
        CommandRun run, ServerCaller caller, IReadOnlyDictionary<string, MigratedTask> imported)
    {
        var labels = imported.ToDictionary(task => task.Value.Id, task => task.Key, StringComparer.Ordinal);
        try
        {
            await new MigrationMonitor(caller, labels, run.Time, run.Terminal).FollowAsync(run.Cancellation);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // To be stopped is how watching may end; the work goes on.
        }

        return ExitCodes.Done;
    }
}
