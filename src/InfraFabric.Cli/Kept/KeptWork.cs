using InfraFabric.Api.Local;
using InfraFabric.Cli.Answers;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Kept;

/// <summary>
/// The sessions and fences of this home, so that a person types names and ids, and not numbers that another command has
/// printed.
/// </summary>
internal sealed class KeptWork(FabricHome home)
{
    private readonly KeptFiles<KeptSwarm> _swarms = new(home.SwarmsFolder, CliJson.Default.KeptSwarm);
    private readonly KeptFiles<KeptClaim> _claims = new(home.ClaimsFolder, CliJson.Default.KeptClaim);

    public void Keep(KeptSwarm swarm) => _swarms.Keep(SwarmName.Parse(swarm.Swarm).Text, swarm);

    public void Keep(KeptClaim claim) => _claims.Keep(TaskId.Parse(claim.Task).ToString(), claim);

    /// <summary>The claim of a task, if it was made here.</summary>
    public KeptClaim? FindClaim(string task) => _claims.Find(TaskId.Parse(task).ToString());

    /// <summary>The session of a swarm, if it was registered here.</summary>
    public KeptSwarm? FindSwarm(string swarm) => _swarms.Find(SwarmName.Parse(swarm).Text);

    public void ForgetClaim(string task) => _claims.Forget(TaskId.Parse(task).ToString());

    /// <summary>Forgets a swarm and all that was claimed for it.</summary>
    public void ForgetSwarm(string swarm)
    {
        _swarms.Forget(SwarmName.Parse(swarm).Text);
        foreach (var claim in _claims.All().Where(claim => claim.Swarm == swarm))
            _claims.Forget(claim.Task);
    }

    /// <summary>The session of a swarm: as it was said, else as it was kept.</summary>
    public KeptSwarm RequireSwarm(string? name, long? session)
    {
        if (name is null)
            return RequireTheOnly(session);
        if (session is { } said)
            return new KeptSwarm(SwarmName.Parse(name).Text, said);
        return _swarms.Find(SwarmName.Parse(name).Text) ?? throw new FabricException(ErrorTable.NotFound,
            $"The session of '{name}' is not known here.", $"It was not registered with {home.Folder}, or has left.",
            $"Register it: ifctl coordinator register {name}. Or give its session with --session.");
    }

    /// <summary>The fence of a claim: as it was said, else as it was kept.</summary>
    public long RequireFence(string task, long? fence) =>
        fence ?? FindClaim(task)?.Fence ?? throw new FabricException(ErrorTable.NotFound,
            $"The claim of task {task} is not known here.", $"It was not claimed with {home.Folder}, or has ended.",
            $"Claim it: ifctl task claim {task} --swarm NAME. Or give the fence of its claim with --fence.");

    private KeptSwarm RequireTheOnly(long? session)
    {
        var known = _swarms.All();
        if (session is null && known.Count == 1)
            return known[0];
        throw new FabricException(ErrorTable.Usage, "It is not said which swarm is meant.",
            known.Count == 0
                ? "No swarm has been registered with this home."
                : $"There are {string.Join(", ", known.Select(swarm => swarm.Swarm))}.",
            known.Count == 0
                ? "Register one: ifctl coordinator register NAME --capabilities a:b."
                : $"Add --swarm {known[0].Swarm}.");
    }
}
