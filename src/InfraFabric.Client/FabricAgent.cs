using System.Runtime.CompilerServices;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Client.Agents;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client;

/// <summary>
/// An agent at work: a registered swarm whose event stream is kept open. It goes on at another server when its own is
/// lost, and registers again when its session is; then its claims end. Disposing it leaves the fabric, and what it
/// still owns goes to others.
/// </summary>
public sealed partial class FabricAgent : IAsyncDisposable
{
    private readonly AgentOptions _options;
    private readonly AgentCalls _calls;
    private readonly ClaimBook _claims = new();
    private readonly WaitingItems<TaskOffer> _offers = new();
    private readonly WaitingItems<BlockerNotice> _blockers = new();
    private readonly WaitingItems<HelpRequest> _helps = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private long _session;

    private FabricAgent(AgentOptions options)
    {
        _options = options;
        _calls = new AgentCalls(options);
    }

    /// <summary>The session on which it works at present.</summary>
    public long Session => Volatile.Read(ref _session);

    /// <summary>Whether somebody has asked the fabric to give it nothing new.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Registers, and opens the event stream.</summary>
    public static async Task<FabricAgent> StartAsync(
        AgentOptions options, CancellationToken cancellationToken = default)
    {
        var agent = new FabricAgent(options);
        try
        {
            await agent.RegisterAsync(cancellationToken);
            agent._listening = agent.ListenAsync();
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The tasks that are assigned to it, as they come. Accept what is to be done; what is not accepted in time goes to
    /// another. It ends with an error when the fabric does not let the agent in any more.
    /// </summary>
    public async IAsyncEnumerable<TaskOffer> TasksAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _offers.NextAsync(cancellationToken) is { } offer)
            yield return offer;
    }

    /// <summary>For an orchestrator: who needs help, first all that do at present, then as it happens.</summary>
    public async IAsyncEnumerable<BlockerNotice> BlockersAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _blockers.NextAsync(cancellationToken) is { } notice)
            yield return notice;
    }

    /// <summary>Whom this agent is asked to help: first all at present, then as it happens.</summary>
    public async IAsyncEnumerable<HelpRequest> HelpAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await _helps.NextAsync(cancellationToken) is { } request)
            yield return request;
    }

    /// <summary>Claims the best task there is, without waiting for one to be assigned; null if there is none.</summary>
    public async Task<TaskClaim?> ClaimAsync(CancellationToken cancellationToken = default)
    {
        var key = _calls.NewKey();
        var claims = await AskAsync(new ClaimAskBody { Session = Session }, key, cancellationToken);
        return claims is [var claim] ? claim : null;
    }

    /// <summary>Claims up to so many of the best tasks, 1 to 100.</summary>
    public async Task<IReadOnlyList<TaskClaim>> ClaimAsync(int count, CancellationToken cancellationToken = default) =>
        await AskAsync(new ClaimAskBody { Session = Session, Count = count }, _calls.NewKey(), cancellationToken);

    /// <summary>Leaves the fabric.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _claims.LoseAll("left");
        await LeaveAsync();
        _calls.Dispose();
        _stop.Dispose();
    }

    internal async Task<TaskClaim?> AcceptAsync(string task, CancellationToken cancellationToken)
    {
        if (_claims.Find(task) is { } known)
            return known;
        try
        {
            var claims = await AskAsync(
                new ClaimAskBody { Session = Session, Task = task }, null, cancellationToken);
            return claims is [var claim] ? claim : null;
        }
        catch (FabricException gone) when (gone.Error == ErrorTable.TaskOwned || gone.Error == ErrorTable.TaskNotReady
            || gone.Error == ErrorTable.NotFound || gone.Error == ErrorTable.SessionGone
            || gone.Error == ErrorTable.CapacityFull)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<TaskClaim>> AskAsync(
        ClaimAskBody ask, string? key, CancellationToken cancellationToken)
    {
        var isLost = false;
        _claims.Begin();
        try
        {
            var request = ClaimCalls.Claim.Request(ask, _options.Swarm) with { IdempotencyKey = key };
            var answer = await _calls.CallAsync<ClaimsBody>(
                ClaimCalls.Claim, request, cancellationToken, lost: () => isLost = true);
            return [.. answer.Claims.Select(claim => _claims.Add(NewClaim(claim)))];
        }
        catch (OperationCanceledException)
        {
            isLost = true;
            throw;
        }
        finally
        {
            _claims.End();

            // What was claimed and never told is in the next picture.
            if (isLost)
                await ReconnectAsync();
        }
    }

    private TaskClaim NewClaim(ClaimBody claim) => new(_calls, _claims, claim, _options.Swarm, Session);

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var body = new RegisterBody
        {
            Capabilities = _options.Capabilities,
            Capacity = _options.Capacity,
            Weight = _options.Weight,
            CostPerHour = _options.CostPerHour,
            Orchestrator = _options.Orchestrator,
            SessionTtlS = _options.SessionTimeToLive is { } ttl ? (int)Math.Ceiling(ttl.TotalSeconds) : null,
        };
        var session = await _calls.CallAsync<SessionBody>(
            SwarmCalls.Register, SwarmCalls.Register.Request(body, _options.Swarm), cancellationToken);
        Volatile.Write(ref _session, session.Session);
    }

    private async Task LeaveAsync()
    {
        if (Session == 0)
            return;
        using var patience = new CancellationTokenSource(AgentLimits.LeavePatience, _calls.Time);
        try
        {
            await _calls.Servers.Current.CallAsync(
                SwarmCalls.Leave.Request(new SessionRefBody(Session), _options.Swarm), patience.Token);
        }
        catch (Exception failed) when (failed is FabricException or OperationCanceledException)
        {
            // Without a sign of life the session ends by itself.
            return;
        }
    }
}
