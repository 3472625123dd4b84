using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Registry;

/// <summary>
/// All swarms as the governor knows them, and the policy in force: in memory, in step with the store, and arranged by
/// what swarms can do.
/// </summary>
internal sealed class RegistryBook
{
    public const string Swarms = "swarms/";
    public const string Sessions = "sessions/";
    public const string Reputation = "reputation/";

    /// <summary>What it is made of.</summary>
    public static readonly IReadOnlyList<string> Prefixes =
    [
        PolicyRecord.Prefix, RegistryRecord.Prefix, Swarms, Sessions, Reputation, Breakers.BreakerRecord.Prefix,
    ];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, KnownSwarm> _swarms = new(StringComparer.Ordinal);
    private readonly CapabilityIndex _index = new();
    private readonly List<KnownSwarm> _found = [];
    private PolicyInForce _policy = PolicyInForce.None;

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public PolicyInForce Policy => Volatile.Read(ref _policy);

    /// <summary>How many swarms are known.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _swarms.Count;
        }
    }

    public void Replace(string prefix, IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            if (prefix == PolicyRecord.Prefix)
                _policy = PolicyInForce.None;
            foreach (var swarm in _swarms.Values.ToList())
                Forget(swarm, prefix);
            foreach (var record in records)
                Put(record);
        }
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if (change.Record is { } record)
                    Put(record);
                else
                    Remove(change.Key);
            }
        }
    }

    /// <summary>Looks at one swarm while nothing changes; the default where it is not known.</summary>
    public T? Read<T>(SwarmName name, Func<KnownSwarm, T> read)
    {
        lock (_lock)
            return _swarms.TryGetValue(name.Text, out var swarm) ? read(swarm) : default;
    }

    /// <summary>Looks at swarms in the order of their names, after one of them.</summary>
    public IReadOnlyList<T> Page<T>(string? after, int limit, Func<KnownSwarm, T> read)
    {
        lock (_lock)
        {
            return
            [
                .. _swarms.Values
                    .SkipWhile(swarm => after is not null && string.CompareOrdinal(swarm.Name.Text, after) <= 0)
                    .Take(limit).Select(read),
            ];
        }
    }

    /// <summary>Judges every swarm that covers at least so much of what is required.</summary>
    public void Visit(IReadOnlyList<Capability> required, int atLeast, Action<KnownSwarm, int> judge)
    {
        lock (_lock)
        {
            _found.Clear();
            _index.Find(required, atLeast, _found);
            JudgeFound(judge);
        }
    }

    /// <summary>Judges every swarm that covers one thing.</summary>
    public void VisitThose(Capability above, IReadOnlyList<Capability> required, Action<KnownSwarm, int> judge)
    {
        lock (_lock)
        {
            _found.Clear();
            _index.FindThose(above, required, _found);
            JudgeFound(judge);
        }
    }

    /// <summary>Judges one swarm, if it is known.</summary>
    public void VisitOne(SwarmName name, IReadOnlyList<Capability> required, Action<KnownSwarm, int> judge)
    {
        lock (_lock)
        {
            if (_swarms.TryGetValue(name.Text, out var swarm))
                judge(swarm, required.Count(swarm.CanDo));
        }
    }

    /// <summary>Judges every swarm.</summary>
    public void VisitAll(IReadOnlyList<Capability> required, Action<KnownSwarm, int> judge)
    {
        lock (_lock)
        {
            foreach (var swarm in _swarms.Values)
                judge(swarm, required.Count(swarm.CanDo));
        }
    }

    /// <summary>The same swarms, registered in another way, all of them at work and none stopped.</summary>
    public RegistryBook AsIfAllWereAtWork(Func<KnownSwarm, RegistryRecord?> registered)
    {
        var copy = new RegistryBook();
        lock (_lock)
        {
            foreach (var swarm in _swarms.Values)
            {
                var other = new KnownSwarm(swarm.Name)
                {
                    Profile = swarm.Profile is null ? null : swarm.Profile with { Draining = false },
                    Registry = registered(swarm),
                    Reputation = swarm.Reputation,
                    Session = new SessionMark(),
                };
                copy._swarms.Add(swarm.Name.Text, other);
                copy.Arrange(other);
            }
        }

        return copy;
    }

    private void JudgeFound(Action<KnownSwarm, int> judge)
    {
        foreach (var swarm in _found)
            judge(swarm, swarm.Found.Covered);
    }

    private void Put(Record record)
    {
        try
        {
            if (record.Key.Text == PolicyRecord.Key)
                _policy = PolicyInForce.Of(Read(record, GovernorJson.Stored.PolicyRecord), record.ModifyRevision);
            else if (TryFind(record.Key, out var prefix, out var name))
                Put(prefix, name, record);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Remove(record.Key);
            Unreadable?.Invoke(record.Key.Text, unreadable.Message);
        }
    }

    private void Put(string prefix, SwarmName name, Record record)
    {
        if (!_swarms.TryGetValue(name.Text, out var swarm))
            _swarms.Add(name.Text, swarm = new KnownSwarm(name));
        switch (prefix)
        {
            case RegistryRecord.Prefix:
                swarm.Registry = Read(record, GovernorJson.Stored.RegistryRecord);
                swarm.RegistryRevision = record.ModifyRevision;
                break;
            case Swarms:
                swarm.Profile = Read(record, GovernorJson.Stored.SwarmMark);
                break;
            case Sessions:
                swarm.Session = Read(record, GovernorJson.Stored.SessionMark);
                swarm.SessionRevision = record.ModifyRevision;
                break;
            case Reputation:
                swarm.Reputation = Read(record, GovernorJson.Stored.ReputationMark);
                break;
            default:
                swarm.Breaker = RecordBytes.ReadBreaker(record);
                break;
        }

        Arrange(swarm);
    }

    private void Remove(RecordKey key)
    {
        if (key.Text == PolicyRecord.Key)
            _policy = PolicyInForce.None;
        else if (TryFind(key, out var prefix, out var name) && _swarms.TryGetValue(name.Text, out var swarm))
            Forget(swarm, prefix);
    }

    private void Forget(KnownSwarm swarm, string prefix)
    {
        switch (prefix)
        {
            case RegistryRecord.Prefix:
                (swarm.Registry, swarm.RegistryRevision) = (null, 0);
                break;
            case Swarms:
                swarm.Profile = null;
                break;
            case Sessions:
                (swarm.Session, swarm.SessionRevision) = (null, 0);
                break;
            case Reputation:
                swarm.Reputation = null;
                break;
            case Breakers.BreakerRecord.Prefix:
                swarm.Breaker = null;
                break;
        }

        Arrange(swarm);
        if (swarm.IsGone)
            _swarms.Remove(swarm.Name.Text);
    }

    /// <summary>What cannot be read as a capability counts for nothing.</summary>
    private void Arrange(KnownSwarm swarm)
    {
        var offers = new List<Capability>();
        foreach (var text in swarm.OfferedTexts)
        {
            if (Capability.TryParseOffer(text, out var offer))
                offers.Add(offer);
        }

        _index.Put(swarm, [.. offers]);
    }

    private static bool TryFind(RecordKey key, out string prefix, out SwarmName name)
    {
        prefix = "";
        name = default;
        foreach (var known in Prefixes)
        {
            if (!key.Text.StartsWith(known, StringComparison.Ordinal))
                continue;
            prefix = known;
            return SwarmName.TryParse(key.Text[known.Length..], out name);
        }

        return false;
    }

    private static T Read<T>(Record record, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(record.Value.Span, type)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");
}
