using System.Collections.Concurrent;
using System.Text.Json;
using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Server.Identity;

/// <summary>The public keys of all servers of the fabric, in memory and in step with the state.</summary>
internal sealed class ServerKeys : IRecordView
{
    private readonly ConcurrentDictionary<string, VerifyKey> _keys = new(StringComparer.Ordinal);

    public bool TryFind(string keyId, out VerifyKey key) => _keys.TryGetValue(keyId, out key);

    public void Replace(IReadOnlyList<Record> records)
    {
        var gone = _keys.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var record in records)
        {
            Put(record);
            gone.Remove(IdOf(record.Key));
        }

        foreach (var id in gone)
            _keys.TryRemove(id, out _);
    }

    public void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (change.Record is not null)
                Put(change.Record);
            else
                _keys.TryRemove(IdOf(change.Key), out _);
        }
    }

    // A record that cannot be read, or whose key is not the one that its name says, verifies nothing.
    private void Put(Record record)
    {
        var id = IdOf(record.Key);
        if (Read(record) is { } key && KeyMark.Of(key) == id)
            _keys[id] = key;
        else
            _keys.TryRemove(id, out _);
    }

    private static VerifyKey? Read(Record record)
    {
        try
        {
            var read = JsonSerializer.Deserialize(record.Value.Span, IdentityJson.Default.ServerKeyRecord);
            return VerifyKey.TryParse(read?.Key, out var key) ? key : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string IdOf(RecordKey key) => key.Text[ServerKeyRecord.Prefix.Length..];
}
