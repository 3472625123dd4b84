using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Tokens;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Identity;

/// <summary>An identity as it stands, with what belongs to it in this server. Replaced whole when it changes.</summary>
internal sealed class KnownIdentity : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    private KnownIdentity(AgentName name, IdentityRecord record, VerifyKey key, long revision, TokenBucket? bucket)
    {
        Name = name;
        Key = key;
        Mark = KeyMark.Of(key);
        Scopes = record.ParsedScopes;
        Disabled = record.Disabled;
        CreateRevision = revision;
        Bucket = bucket;
        Ended = _ended.Token;
    }

    public AgentName Name { get; }

    public VerifyKey Key { get; }

    /// <summary>The mark of its key.</summary>
    public string Mark { get; }

    public Scopes Scopes { get; }

    public bool Disabled { get; }

    /// <summary>The revision that registered it.</summary>
    public long CreateRevision { get; }

    /// <summary>How many calls it may make; null for as many as it likes.</summary>
    public TokenBucket? Bucket { get; }

    /// <summary>Cancelled when it is disabled, deleted, or given another key or other scopes.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Reads a record, in the place of what was known before.</summary>
    public static KnownIdentity From(AgentName name, Record record, KnownIdentity? before, Func<TokenBucket?> bucket)
    {
        var read = IdentityRecord.Read(record);
        return new KnownIdentity(
            name, read, VerifyKey.Parse(read.Key), record.CreateRevision, before is null ? bucket() : before.Bucket);
    }

    /// <summary>Whether nothing changed that a caller who is connected would have to be cut off for.</summary>
    public bool IsStill(KnownIdentity other) =>
        Key == other.Key && Scopes == other.Scopes && Disabled == other.Disabled
        && CreateRevision == other.CreateRevision;

    /// <summary>It is not this any more: whoever is connected as it is cut off.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }
}
