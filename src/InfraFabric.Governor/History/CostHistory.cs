using System.Text;
using System.Text.Json;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.History;

/// <summary>
/// What each kind of work has cost so far: as the store knows it, under <c>costs/{kind}</c>, and what this server has
/// seen since. It is written down at intervals; what a crash loses is a few seconds of experience and no money.
/// </summary>
internal sealed class CostHistory : IRecordView
{
    internal const string Prefix = "costs/";

    private const int Percent = 95;
    private const int KeyLength = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (CostSketch Sketch, long Revision)> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CostSketch> _fresh = new(StringComparer.Ordinal);

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public static RecordKey KeyOf(string kind) =>
        new($"{Prefix}{Sha256Hash.Of(Encoding.UTF8.GetBytes(kind)).ToString().AsSpan("sha256:".Length, KeyLength)}");

    /// <summary>Counts a spending.</summary>
    public void Add(string kind, Money cost)
    {
        lock (_lock)
        {
            // Of a kind that nobody has room for any more nothing is learned.
            if (!_fresh.TryGetValue(kind, out var sketch) && _fresh.Count + _stored.Count >= GovernorLimits.MaxKinds
                && !_stored.ContainsKey(KeyOf(kind).Text))
            {
                return;
            }

            _fresh[kind] = (sketch ?? new CostSketch { Kind = kind }).With(cost);
        }
    }

    /// <summary>What a spending of a kind will cost; null while too few of them are known.</summary>
    public CostEstimate? Estimate(string kind)
    {
        lock (_lock)
        {
            var known = _stored.TryGetValue(KeyOf(kind).Text, out var stored) ? stored.Sketch : null;
            if (_fresh.TryGetValue(kind, out var fresh))
                known = known?.With(fresh) ?? fresh;
            return known?.Count >= GovernorLimits.MinHistory
                ? new CostEstimate(known.Percentile(Percent), known.Max, known.Count)
                : null;
        }
    }

    /// <summary>The commit that writes down what was seen, and what it writes down; null if that is nothing.</summary>
    public (Commit Commit, IReadOnlyDictionary<string, CostSketch> Seen)? ToCommit(Cause cause, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_fresh.Count == 0)
                return null;
            var seen = _fresh.Take(StateLimits.MaxNotes).ToDictionary(StringComparer.Ordinal);
            var guards = new List<Guard>();
            var writes = new List<Write>();
            var notes = new List<WitnessNote>();
            foreach (var (kind, fresh) in seen)
            {
                var key = KeyOf(kind);
                var isKnown = _stored.TryGetValue(key.Text, out var stored);
                guards.Add(isKnown ? Guard.Unchanged(key, stored.Revision) : Guard.Absent(key));
                writes.Add(Write.Put(key, RecordBytes.Of(isKnown ? stored.Sketch.With(fresh) : fresh)));
                notes.Add(NoteOf(cause, now, key, fresh));
            }

            return (new Commit(guards, writes, notes), seen);
        }
    }

    /// <summary>What was seen is written down: from now on the store knows it.</summary>
    public void Written(IReadOnlyDictionary<string, CostSketch> seen, long revision)
    {
        lock (_lock)
        {
            foreach (var (kind, written) in seen)
            {
                var key = KeyOf(kind).Text;
                var stored = _stored.TryGetValue(key, out var before) ? before.Sketch.With(written) : written;
                if (before.Revision < revision)
                    _stored[key] = (stored, revision);
                // Spendings that came meanwhile are still to be written down.
                if (ReferenceEquals(_fresh[kind], written))
                    _fresh.Remove(kind);
                else
                    _fresh[kind] = _fresh[kind].Without(written);
            }
        }
    }

    public void Replace(IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            _stored.Clear();
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
                    _stored.Remove(change.Key.Text);
            }
        }
    }

    private void Put(Record record)
    {
        try
        {
            _stored[record.Key.Text] = (RecordBytes.ReadCosts(record), record.ModifyRevision);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(record.Key.Text, unreadable.Message);
        }
    }

    private static WitnessNote NoteOf(Cause cause, DateTimeOffset now, RecordKey key, CostSketch fresh) => new()
    {
        Trace = cause.Trace,
        Actor = cause.Actor,
        Component = "governor",
        Operation = "budget.learn",
        Subject = key.Text,
        Time = now,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = fresh.Kind,
            ["spendings"] = fresh.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
    };
}
