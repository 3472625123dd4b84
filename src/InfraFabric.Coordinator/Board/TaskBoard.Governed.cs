using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Push;
using InfraFabric.Coordinator.Records;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Board;

/// <content>
/// What the governor has decided of swarms: what they are good for, who is stopped, who is to help whom.
/// </content>
internal sealed partial class TaskBoard
{
    private readonly Dictionary<TaskId, HelpRecord> _help = [];
    private readonly Dictionary<TaskId, Money> _spent = [];
    private PolicyRecord _policy = new();
    private bool _hasPolicy;

    /// <summary>How many claims of a swarm have failed in a row; whether it is on trial.</summary>
    public (int Failures, bool OnTrial) RecordOf(string swarm)
    {
        lock (_lock)
        {
            return _swarms.GetValueOrDefault(swarm) is { } entry
                ? (entry.Failures, entry.Breaker == BreakerState.HalfOpen)
                : default;
        }
    }

    public bool IsStopped(string swarm)
    {
        lock (_lock)
            return _swarms.GetValueOrDefault(swarm)?.Breaker == BreakerState.Open;
    }

    private void ApplyGoverned(ReadOnlySpan<char> prefix, ReadOnlySpan<char> name, Record? record)
    {
        switch (prefix)
        {
            case Keys.Registry:
                Govern(name, entry => entry.Registry = Read(record, CoordinatorJson.Stored.RegistryRecord));
                break;
            case Keys.Reputation:
                Govern(name, entry => entry.Reputation = Read(record, CoordinatorJson.Stored.ReputationRecord)?.Value);
                break;
            case Keys.Failures:
                Govern(name, entry => entry.Failures = Read(record, CoordinatorJson.Stored.FailuresRecord)?.Count ?? 0);
                break;
            case Keys.Breakers:
                Govern(name, entry => entry.Breaker = Read(record, CoordinatorJson.Stored.BreakerRecord)?.State);
                TakeOffersBack(name.ToString());
                break;
            case Keys.Help:
                ApplyHelp(name, record);
                break;
            case Keys.Budgets when name.StartsWith(Keys.BudgetOfTask):
                ApplyBudget(name[Keys.BudgetOfTask.Length..], record);
                break;
            case Keys.Policy when name is Keys.GovernorPolicy:
                ApplyPolicy(record);
                break;
        }
    }

    private static T? Read<T>(Record? record, JsonTypeInfo<T> type)
        where T : class =>
        record is null ? null : JsonSerializer.Deserialize(record.Value.Span, type);

    private void Govern(ReadOnlySpan<char> name, Action<SwarmEntry> change)
    {
        var swarm = SwarmOf(name.ToString());
        Unlist(swarm);
        change(swarm);
        Rate(swarm);
        List(swarm);
        if (swarm.IsUnknown)
            _swarms.Remove(swarm.Name);
    }

    /// <summary>Finds out what a swarm is good for. It must not be listed meanwhile.</summary>
    private void Rate(SwarmEntry swarm)
    {
        swarm.Set = swarm.Profile is null ? null : SetOf(swarm.Offers);
        var dollars = (swarm.Registry?.CostPerHour ?? swarm.Profile?.CostPerHour)?.MicroUsd / 1e6;
        swarm.Worth = dollars > 0 ? (swarm.Reputation ?? 1) / dollars.Value : 0;
    }

    /// <summary>What was offered to a swarm that is stopped goes to others at once.</summary>
    private void TakeOffersBack(string name)
    {
        if (_swarms.GetValueOrDefault(name) is not { Breaker: BreakerState.Open } swarm)
            return;
        foreach (var task in swarm.Offered)
            AddChore(ChoreKind.OfferOver, task);
    }

    private void ApplyPolicy(Record? record)
    {
        var before = _policy.LeastMatch;
        _policy = Read(record, CoordinatorJson.Stored.PolicyRecord) ?? new PolicyRecord();
        _hasPolicy = record is not null;
        if (_policy.LeastMatch == before)
            return;
        foreach (var lane in _lanes.Values)
            lane.Sets.Clear();
        foreach (var set in _sets.Values)
        {
            set.Lanes.Clear();
            foreach (var lane in _lanes.Values)
                Link(lane, set);
            _freshlyIdle.AddRange(set.Idle);
        }
    }

    /// <summary>Joins a lane and a set, if the set is qualified for it.</summary>
    private void Link(Lane lane, CapabilitySet set)
    {
        var match = set.Match(lane);
        if (match < _policy.LeastMatch)
            return;
        lane.Sets.Add((set, match));
        set.Lanes.Add(lane);
    }

    private bool IsQualified(SwarmEntry swarm, Lane lane) => swarm.Set!.Match(lane) >= _policy.LeastMatch;

    private void ApplyBudget(ReadOnlySpan<char> name, Record? record)
    {
        if (!Guid.TryParseExact(name, "D", out var value))
            return;
        var id = TaskId.From(value);
        if (Read(record, CoordinatorJson.Stored.TaskBudgetRecord) is { } budget)
            _spent[id] = budget.Ever;
        else
            _spent.Remove(id);
        if (_tasks.GetValueOrDefault(id) is { IsWhole: true } task)
            TellObservers(task);
    }

    private void ApplyHelp(ReadOnlySpan<char> name, Record? record)
    {
        if (!Guid.TryParseExact(name, "D", out var value))
            return;
        var id = TaskId.From(value);
        var before = _help.GetValueOrDefault(id)?.Helpers ?? [];
        var help = Read(record, CoordinatorJson.Stored.HelpRecord);
        if (help is null)
            _help.Remove(id);
        else
            _help[id] = help;
        var now = help?.Helpers ?? [];
        TellHelpers(id, StreamEventKind.Help, now.Where(call => !before.Contains(call)));
        TellHelpers(id, StreamEventKind.HelpOver, before.Where(call => now.All(other => other.Swarm != call.Swarm)));
    }

    private void TellHelpers(TaskId id, StreamEventKind kind, IEnumerable<HelpCall> calls)
    {
        if (_tasks.GetValueOrDefault(id) is not { IsWhole: true } task)
            return;
        foreach (var call in calls)
        {
            if (_swarms.GetValueOrDefault(call.Swarm) is { } swarm)
                TellSwarm(swarm, HelpOf(kind, task, call));
        }
    }

    /// <summary>What a swarm is to help with now.</summary>
    private IEnumerable<StreamEvent> HelpOf(string swarm)
    {
        foreach (var (id, help) in _help)
        {
            if (_tasks.GetValueOrDefault(id) is not { IsWhole: true } task)
                continue;
            foreach (var call in (help.Helpers ?? []).Where(call => call.Swarm == swarm))
                yield return HelpOf(StreamEventKind.Help, task, call);
        }
    }

    private StreamEvent HelpOf(StreamEventKind kind, TaskEntry task, HelpCall call) =>
        new(
        kind, task, StateUnderLock(task), _spent.GetValueOrDefault(task.Id), call,
        _blockers.TryGetValue(task.Id, out var known) ? known.Record : null);

    /// <summary>The keys of the governor's records that the board stands for.</summary>
    private IEnumerable<string> GovernedKeys() =>
        _swarms.Values.SelectMany(swarm => swarm.GovernedKeys)
        .Concat(_spent.Keys.Select(id => Keys.TaskBudget(id).Text))
        .Concat(_help.Keys.Select(id => $"{Keys.Help}{id}"))
        .Concat(_hasPolicy ? [Keys.Policy + Keys.GovernorPolicy] : []);
}
