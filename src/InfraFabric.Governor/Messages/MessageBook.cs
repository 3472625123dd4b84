using System.Globalization;
using System.Text.Json;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Records;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Messages;

/// <summary>All messages, and how far the channels have come, in memory and in step with the store.</summary>
internal sealed class MessageBook(Action changed) : IRecordView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ChannelRecord Channel, long Revision)> _channels =
        new(StringComparer.Ordinal);

    private readonly SortedDictionary<(string Channel, long Number), KnownMessage> _messages = [];

    /// <summary>Told of a record that cannot be read. It must neither wait nor fail.</summary>
    public Action<string, string>? Unreadable { get; init; }

    public void Replace(IReadOnlyList<Record> records)
    {
        lock (_lock)
        {
            _channels.Clear();
            _messages.Clear();
            foreach (var record in records)
                Put(record.Key, record);
        }

        changed();
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
                Put(change.Key, change.Record);
        }

        changed();
    }

    /// <summary>How far a channel has come; null if it has told of nothing yet.</summary>
    public (ChannelRecord Channel, long Revision)? Find(string channel)
    {
        lock (_lock)
            return _channels.TryGetValue(channel, out var found) ? found : null;
    }

    public KnownMessage? Find(string channel, long number)
    {
        lock (_lock)
            return _messages.GetValueOrDefault((channel, number));
    }

    /// <summary>Those of all channels, the oldest of each first.</summary>
    public IReadOnlyList<KnownMessage> List()
    {
        lock (_lock)
            return [.. _messages.Values];
    }

    /// <summary>Whether some channel remembers an escalation as its last.</summary>
    public bool IsLast(EscalationId id)
    {
        var name = id.ToString();
        lock (_lock)
            return _channels.Values.Any(known => known.Channel.Last == name);
    }

    private void Put(RecordKey key, Record? record)
    {
        var parts = key.Text[MessageRecord.Prefix.Length..].Split('/');
        try
        {
            if (parts is [var channel])
                PutChannel(channel, record);
            else if (parts is [var of, var number] && TryNumber(number, out var n))
                PutMessage(of, n, record);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            Unreadable?.Invoke(key.Text, unreadable.Message);
        }
    }

    private void PutChannel(string channel, Record? record)
    {
        _channels.Remove(channel);
        if (record is not null)
            _channels[channel] = (RecordBytes.ReadChannel(record), record.ModifyRevision);
    }

    private void PutMessage(string channel, long number, Record? record)
    {
        _messages.Remove((channel, number));
        if (record is not null)
        {
            _messages[(channel, number)] = new KnownMessage(
                channel, number, RecordBytes.ReadMessage(record), record.ModifyRevision);
        }
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
