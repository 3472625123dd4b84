using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Client.Agents;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;

namespace InfraFabric.Client;

/// <summary>
/// Money that is kept for a spending. One that is disposed of before it was settled is released: nothing was spent. It
/// comes back by itself after its time, or with the session of its swarm.
/// </summary>
public sealed class MoneyReservation : IAsyncDisposable
{
    private readonly AgentCalls _calls;
    private bool _isOver;

    internal MoneyReservation(AgentCalls calls, ReservationBody reservation)
    {
        _calls = calls;
        Id = reservation.Reservation;
        Amount = reservation.Amount;
        Overshoot = reservation.Overshoot;
        ExpiresAt = reservation.ExpiresAt;
    }

    /// <summary>Its name.</summary>
    public string Id { get; }

    /// <summary>How much is kept.</summary>
    public Money Amount { get; }

    /// <summary>
    /// Where it was sized by history: by how much the spending can exceed it, if it costs no more than any.
    /// </summary>
    public Money? Overshoot { get; }

    /// <summary>When it is given back by itself.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Counts what was spent, and gives the rest back.</summary>
    public Task<SettledBody> SettleAsync(Money spent, CancellationToken cancellationToken = default) =>
        EndAsync(BudgetCalls.Settle, new SettleBody(spent), cancellationToken);

    /// <summary>Counts what was bought, at the price that the server knows, and gives the rest back.</summary>
    public Task<SettledBody> SettleAsync(UsageBody bought, CancellationToken cancellationToken = default) =>
        EndAsync(BudgetCalls.Settle, new SettleBody(Usage: bought), cancellationToken);

    /// <summary>Gives it back: nothing was spent.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken = default) =>
        EndAsync(BudgetCalls.Release, null, cancellationToken);

    /// <summary>Releases it, if it was not settled.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        using var patience = new CancellationTokenSource(AgentLimits.LeavePatience, _calls.Time);
        try
        {
            await ReleaseAsync(patience.Token);
        }
        catch (Exception failed) when (failed is FabricException or OperationCanceledException)
        {
            // It comes back by itself.
            _isOver = true;
        }
    }

    private async Task<SettledBody> EndAsync(ApiCall call, object? body, CancellationToken cancellationToken)
    {
        var settled = await _calls.CallAsync<SettledBody>(call, call.Request(body, Id), cancellationToken);
        _isOver = true;
        return settled;
    }
}
