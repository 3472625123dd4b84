using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Swarms;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Commands.Tasks;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Kept;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Client.Push;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorRegisterCommand
{
    // The longest there is: between two commands nobody else gives a sign of life.
    private const int SessionTtlByHandS = 600;

    private static readonly Argument<string> Name = new("NAME") { Description = "The name of the swarm." };

    private static readonly Option<string> Capabilities = new("--capabilities")
    {
        Description = "What it can do, domain:skill each.",
        HelpName = "CAPABILITY[,...]",
    };

    private static readonly Option<int?> Capacity = new("--capacity")
    {
        Description = "How many tasks it works on at once [default: 1].",
        HelpName = "COUNT",
    };

    private static readonly Option<double?> Weight = new("--weight")
    {
        Description = "How much of the work it draws compared with a swarm of weight 1.",
        HelpName = "NUMBER",
    };

    private static readonly Option<string> CostPerHour = new("--cost-per-hour")
    {
        Description = "What an hour of its work costs; whoever does not say is found last.",
        HelpName = "DOLLARS",
    };

    private static readonly Option<bool> Orchestrator = new("--orchestrator")
    {
        Description = "Have blockers pushed to it.",
    };

    private static readonly Option<int?> Ttl = new("--ttl")
    {
        Description = "Seconds without a sign of life after which its session ends [default: 600; 15 with --stay].",
        HelpName = "SECONDS",
    };

    private static readonly Option<bool> Stay = new("--stay")
    {
        Description = "Keep its event stream open, show what comes, and leave when stopped.",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "register", "Register a swarm by hand and begin a session, which is kept for later commands.")
        {
            Examples =
            [
                "coordinator register session-1-ndi --capabilities integration:ndi,streaming:video",
                "coordinator register lead --orchestrator --stay",
            ],
            Arguments = { Name },
            Options = { Capabilities, Capacity, Weight, CostPerHour, Orchestrator, Ttl, Stay },
            Changes = true,
            Checks = RegisterChecks.All,
        };
        verb.Runs(RegisterAsync);
        return verb;
    }

    private static async Task<int> RegisterAsync(CommandRun run)
    {
        var kept = new KeptWork(run.Home);
        using var fabric = ServedFabric.Of(run);
        var body = new RegisterBody
        {
            Capabilities = ListText.Split(run.Get(Capabilities)),
            Capacity = run.Get(Capacity),
            Weight = run.Get(Weight),
            CostPerHour = run.Get(CostPerHour) is { } dollars ? Money.Parse(dollars) : null,
            Orchestrator = run.Get(Orchestrator),
            SessionTtlS = run.Get(Ttl) ?? (run.Get(Stay) ? null : SessionTtlByHandS),
        };
        var session = await fabric.SendAsync<SessionBody>(SwarmCalls.Register, body, run.Get(Name)!);
        kept.ForgetSwarm(session.Swarm);
        kept.Keep(new KeptSwarm(session.Swarm, session.Session));
        if (!run.Get(Stay))
        {
            run.Terminal.Answer(session, () => ApiJson.Wire.SessionBody, Show);
            return ExitCodes.Done;
        }

        return await StayAsync(run, fabric, kept, session);
    }

    private static async Task<int> StayAsync(
        CommandRun run, ServedFabric fabric, KeptWork kept, SessionBody session)
    {
        if (!run.Terminal.Json)
            run.Terminal.Line($"Registered '{session.Swarm}', session {session.Session}. Ctrl-C leaves.");
        var open = SwarmCalls.Events.Request(null, session.Swarm).Where("session", $"{session.Session}");
        try
        {
            await foreach (var happened in fabric.ListenAsync(open))
                Show(happened, run.Terminal);
            return ExitCodes.Conflict;
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            // The run is cancelled; leaving is not.
            await fabric.Caller.CallAsync(
                SwarmCalls.Leave.Request(new SessionRefBody(session.Session), session.Swarm), CancellationToken.None);
            return ExitCodes.Done;
        }
        finally
        {
            kept.ForgetSwarm(session.Swarm);
        }
    }

    private static void Show(SessionBody session, Terminal terminal)
    {
        terminal.Line($"Registered '{session.Swarm}', session {session.Session}.");
        terminal.Line($"The session ends after {session.SessionTtlS} s without a command for it.");
        terminal.Hint($"Get it work: ifctl task claim --swarm {session.Swarm}");
    }

    private static void Show(PushedEvent happened, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonLine(
                new StreamAnswer(happened.Kind, happened.Body, happened.Reason), CliJson.Default.StreamAnswer);
            return;
        }

        terminal.Line($"{happened.Kind,-16}  {TextOf(happened)}".TrimEnd());
    }

    private static string TextOf(PushedEvent happened) => happened switch
    {
        { Reason: { } reason } => reason,
        { Body: { Help: { } help, Task: { } blocked } } =>
            $"{help.Task}  {help.Capability}  {TaskText.OneLine(blocked.Spec.Title ?? blocked.Spec.Type)}",
        { Body.Task: { } task } =>
            $"{task.Id}  {task.Spec.Type}  {TaskText.OneLine(task.Answer ?? task.Spec.Title ?? "")}",
        { Body.Blocker: { } blocker } => $"{blocker.Task}  {blocker.Kind}  {TaskText.OneLine(blocker.Reason)}",
        { Body.Swarm: { } swarm } => swarm.Draining ? "draining" : "at work",
        { Body: { } body } => $"{body.Held?.Count ?? 0} held, {body.Offered?.Count ?? 0} offered",
        _ => "",
    };
}
