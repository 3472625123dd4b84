using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.State.Contract;

namespace InfraFabric.Simulation.Spending;

/// <summary>
/// Reads every version of every budget and reservation as they are stored, and notes what must never be: that something
/// more is spent or kept than a budget allows, that a budget has not counted just what was spent, or that something is
/// kept for a swarm whose breaker was open.
/// </summary>
internal sealed class BudgetAudit(List<string> problems)
{
    private const string Held = "budgets/held/";
    private const int MostTold = 5;

    private readonly Dictionary<string, Budget> _budgets = [];
    private readonly Dictionary<string, Reservation> _reservations = [];
    private readonly Dictionary<string, long> _kept = [];
    private readonly Dictionary<string, long> _spent = [];
    private readonly Dictionary<string, Breaker> _breakers = [];

    public long Revision { get; private set; }

    /// <summary>How often a breaker opened.</summary>
    public int Opened { get; private set; }

    /// <summary>How often a half-open one let something through.</summary>
    public int Tried { get; private set; }

    /// <summary>What is kept, of all budgets together.</summary>
    public long Kept => _kept.Values.Sum();

    /// <summary>What was spent of a budget, in micro-dollars.</summary>
    public long SpentOf(string budget) => _spent.GetValueOrDefault(budget);

    public async Task FollowAsync(IStateStore store, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in store.WatchAsync("b", 0, cancellationToken))
            {
                Revision = batch.Revision;
                var before = _budgets.ToDictionary(
                    budget => budget.Key, budget => (budget.Value.Limit, Committed(budget.Key)));
                var breakers = batch.Changes.Where(IsOfABreaker);
                var others = batch.Changes.Where(change => !IsOfABreaker(change));
                // What one commit has reserved, it may have reserved before it opened a breaker.
                foreach (var change in others)
                    Take(change);
                foreach (var change in breakers)
                    Move(change);
                foreach (var name in _budgets.Keys)
                    Check(name, before.GetValueOrDefault(name));
            }
        }
        catch (OperationCanceledException)
        {
            // The storm is over.
        }
    }

    private void Take(Change change)
    {
        var name = change.Key.Text["budgets/".Length..];
        if (!change.Key.Text.StartsWith(Held, StringComparison.Ordinal))
        {
            _budgets[name] = JsonSerializer.Deserialize<Budget>(change.Record!.Value.Span)!;
            return;
        }

        if (_reservations.Remove(name, out var before))
            Keep(before, -1);
        if (change.Record is not { } record)
            return;
        var now = JsonSerializer.Deserialize<Reservation>(record.Value.Span)!;
        _reservations[name] = now;
        Keep(now, 1);
        if (before is null)
            RequireLetThrough(now);
        foreach (var budget in now.Path)
            _spent[budget] = SpentOf(budget) + (now.Spent ?? 0) - (before?.Spent ?? 0);
    }

    private static bool IsOfABreaker(Change change) =>
        change.Key.Text.StartsWith("breakers/", StringComparison.Ordinal);

    private void Move(Change change)
    {
        var swarm = change.Key.Text["breakers/".Length..];
        _breakers.Remove(swarm);
        if (change.Record is not { } record)
            return;
        _breakers[swarm] = JsonSerializer.Deserialize<Breaker>(record.Value.Span)!;
        Opened += _breakers[swarm].State == "open" ? 1 : 0;
        Tried += _breakers[swarm].Trial is null ? 0 : 1;
    }

    /// <summary>An open breaker lets nothing through, a half-open one the next when the last is over.</summary>
    private void RequireLetThrough(Reservation made)
    {
        var breaker = _breakers.GetValueOrDefault(made.Path[^1]["swarm/".Length..]);
        var isTrying = breaker?.Trial is { } trial
            && _reservations.GetValueOrDefault($"held/{trial}") is { Spent: null };
        if ((breaker?.State == "open" || isTrying) && problems.Count < MostTold)
            problems.Add($"At revision {Revision} {made.Path[^1]} has reserved; its breaker was {breaker!.State}.");
    }

    private void Keep(Reservation reservation, int times)
    {
        foreach (var budget in reservation.Spent is null ? reservation.Path : [])
            _kept[budget] = _kept.GetValueOrDefault(budget) + (times * reservation.Amount);
    }

    private long Committed(string name) => _budgets[name].Settled + _kept.GetValueOrDefault(name);

    private void Check(string name, (long Limit, long Committed) before)
    {
        var (budget, committed) = (_budgets[name], Committed(name));
        // A limit that was lowered may lie below what is spent and kept already; and what one commit has decided, it
        // may have decided before it lowered the limit.
        var limit = Math.Max(budget.Limit, before.Limit);
        if (committed > limit && committed > before.Committed && problems.Count < MostTold)
            problems.Add($"At revision {Revision} {name} has given {committed} of {limit}, {before.Committed} before.");
        var isExact = budget.Ever == SpentOf(name) && budget.Settled + budget.Overdrawn == budget.Ever;
        if (!isExact && problems.Count < MostTold)
        {
            problems.Add($"At revision {Revision} {name} has counted {budget.Settled} and {budget.Overdrawn}, in all"
                + $" {budget.Ever}; {SpentOf(name)} was spent.");
        }
    }

    private sealed record Budget
    {
        [JsonPropertyName("limit_micro_usd")]
        public long Limit { get; init; }

        [JsonPropertyName("settled_micro_usd")]
        public long Settled { get; init; }

        [JsonPropertyName("overdrawn_micro_usd")]
        public long Overdrawn { get; init; }

        [JsonPropertyName("ever_micro_usd")]
        public long Ever { get; init; }
    }

    private sealed record Reservation
    {
        [JsonPropertyName("amount_micro_usd")]
        public long Amount { get; init; }

        [JsonPropertyName("path")]
        public required string[] Path { get; init; }

        [JsonPropertyName("spent_micro_usd")]
        public long? Spent { get; init; }
    }

    private sealed record Breaker
    {
        [JsonPropertyName("state")]
        public required string State { get; init; }

        [JsonPropertyName("trial")]
        public string? Trial { get; init; }
    }
}
