using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Rehearsing;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Registry;

/// <summary>
/// Which swarms there are, what they can do and cost, and who is the best for some work. It follows the store, so that
/// asking takes no read of it. The caller owns the store and the budgets, and disposes them after this.
/// </summary>
public sealed partial class SwarmRegistry : IAsyncDisposable
{
    private readonly IStateStore _store;
    private readonly FabricBudgets _budgets;
    private readonly TimeProvider _time;
    private readonly RegistryBook _book;
    private readonly Dictionary<string, RecordFollower> _followers;

    private SwarmRegistry(IStateStore store, FabricBudgets budgets, TimeProvider time, ILogger logger)
    {
        _store = store;
        _budgets = budgets;
        _time = time;
        _book = new RegistryBook { Unreadable = (key, why) => LogUnreadable(logger, key, why) };
        _followers = RegistryBook.Prefixes.ToDictionary(
            prefix => prefix,
            prefix => new RecordFollower(store, prefix, new RegistryView(_book, prefix), time, logger));
    }

    /// <summary>For how long nothing is known of what changes; zero while it is.</summary>
    public TimeSpan Lag => _followers.Values.Max(follower => follower.Lag);

    /// <summary>The policy in force.</summary>
    public PolicyRecord Policy => _book.Policy.Terms;

    /// <summary>The rules of the policy in force.</summary>
    public RuleIndex Rules => _book.Policy.Rules;

    /// <summary>How many swarms are known.</summary>
    public int Count => _book.Count;

    internal PolicyInForce InForce => _book.Policy;

    /// <summary>Reads all that is known of swarms; returns once it can answer.</summary>
    public static async Task<SwarmRegistry> StartAsync(
        IStateStore store, FabricBudgets budgets, TimeProvider time, ILogger logger,
        CancellationToken cancellationToken = default)
    {
        var registry = new SwarmRegistry(store, budgets, time, logger);
        try
        {
            foreach (var follower in registry._followers.Values)
                await follower.StartAsync(cancellationToken);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Finds who is best for some work, and says why.</summary>
    public MatchAnswer Find(MatchQuestion question)
    {
        var policy = _book.Policy;
        var search = new Matchmaker(question, policy, LeftOf);
        if (question.Explain || question.Required.Count == 0)
            _book.VisitAll(question.Required, search.Judge);
        else if (question.Above is { } above)
            _book.VisitThose(above, question.Required, search.Judge);
        else
            _book.Visit(question.Required, policy.Terms.LeastOf(question.Required.Count), search.Judge);
        return search.Answer();
    }

    /// <summary>The tenant that a swarm belongs to; null if it belongs to none.</summary>
    public SwarmName? TenantOf(SwarmName name) =>
        _book.Read(name, swarm => swarm.Tenant) is { } tenant && SwarmName.TryParse(tenant, out var parsed)
            ? parsed
            : null;

    /// <summary>What is known of a swarm; null if nothing is.</summary>
    public SwarmStanding? Show(SwarmName name) => _book.Read(name, SwarmStanding.Of);

    /// <summary>What is known of swarms, in the order of their names, after one of them.</summary>
    public IReadOnlyList<SwarmStanding> List(string? after, int limit) =>
        _book.Page(after, limit, SwarmStanding.Of);

    public async ValueTask DisposeAsync()
    {
        foreach (var follower in _followers.Values)
            await follower.DisposeAsync();
    }

    /// <summary>What is known of swarms under the policy in force, and under another one.</summary>
    internal (RehearsedFabric Before, RehearsedFabric After) Rehearse(GovernorPolicy proposed) => (
        new RehearsedFabric(_book.AsIfAllWereAtWork(swarm => swarm.Registry), _book.Policy),
        new RehearsedFabric(
            _book.AsIfAllWereAtWork(swarm => RegistryRecord.Of(
                proposed.Swarms.GetValueOrDefault(swarm.Name), swarm.Registry?.Set)),
            PolicyInForce.Of(proposed.Terms, revision: 0)));

    /// <summary>Returns once what is known here includes a commit about records under a prefix.</summary>
    internal Task SeenAsync(string prefix, long revision) => _followers[prefix].SeenAsync(revision);

    /// <summary>Whether the session is the one that a swarm has now.</summary>
    internal bool IsAtWork(SwarmName name, long session) =>
        _book.Read(name, swarm => swarm.Session is not null && swarm.SessionRevision == session);

    /// <summary>The identity that acts for a swarm; null if it is not known.</summary>
    internal string? OwnerOf(SwarmName name) => _book.Read(name, swarm => swarm.Profile?.Owner);

    // A swarm without a budget gets that of each with its first reservation.
    private Money? LeftOf(KnownSwarm swarm) => _budgets.LeftOf(swarm.Budget) ?? _budgets.LeftOf(BudgetId.EachSwarm);
}
