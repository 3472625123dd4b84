using System.Collections.Concurrent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Tokens;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Identity;

/// <summary>
/// All identities of the fabric, in memory and in step with the state: asking takes no read of the store, and a change
/// that any server makes counts here as soon as the watch tells of it.
/// </summary>
internal sealed partial class IdentityDirectory(int callsPerSecond, TimeProvider time, ILogger logger) : IRecordView
{
    private readonly ConcurrentDictionary<AgentName, KnownIdentity> _known = new();

    public KnownIdentity? Find(AgentName name) => _known.GetValueOrDefault(name);

    public void Replace(IReadOnlyList<Record> records)
    {
        var gone = _known.Keys.ToHashSet();
        foreach (var record in records)
        {
            Put(record);
            if (IdentityRecord.TryNameOf(record.Key, out var name))
                gone.Remove(name);
        }

        foreach (var name in gone)
            Remove(name);
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (change.Record is not null)
                Put(change.Record);
            else if (IdentityRecord.TryNameOf(change.Key, out var name))
                Remove(name);
        }
    }

    private void Put(Record record)
    {
        if (!IdentityRecord.TryNameOf(record.Key, out var name))
            return;
        try
        {
            var before = Find(name);
            var now = KnownIdentity.From(name, record, before, NewBucket);
            if (before is not null && before.IsStill(now))
            {
                now.Dispose();
                return;
            }

            _known[name] = now;
            before?.Dispose();
        }
        catch (FabricException unreadable)
        {
            // What cannot be understood allows nothing.
            LogUnreadable(logger, record.Key.Text, unreadable.Message);
            Remove(name);
        }
    }

    private void Remove(AgentName name)
    {
        if (_known.TryRemove(name, out var before))
            before.Dispose();
    }

    private TokenBucket? NewBucket() =>
        callsPerSecond == 0 ? null : new TokenBucket(callsPerSecond, 2.0 * callsPerSecond, time);
}
