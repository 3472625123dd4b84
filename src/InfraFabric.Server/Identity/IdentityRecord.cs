using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Identity;

/// <summary>An identity as the state keeps it, under <c>identities/{name}/{number}</c>.</summary>
/// <param name="Key">The public key, <c>ed25519:…</c>.</param>
/// <param name="Scopes">The names of what it may do.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="CreatedBy">Who registered it.</param>
/// <param name="Disabled">Whether it is shut out for now.</param>
internal sealed record IdentityRecord(
    string Key, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string CreatedBy, bool Disabled)
{
    /// <summary>What the keys of all identities begin with.</summary>
    public const string Prefix = "identities/";

    public static RecordKey KeyOf(AgentName name) => new($"{Prefix}{name.Name}/{name.Number}");

    /// <summary>Whose record it is; false for a key that no identity has.</summary>
    public static bool TryNameOf(RecordKey key, out AgentName name) =>
        AgentName.TryParse($"if://agent/{key.Text[Prefix.Length..]}", out name);

    public Write WriteTo(AgentName name) =>
        Write.Put(KeyOf(name), JsonSerializer.SerializeToUtf8Bytes(this, IdentityJson.Default.IdentityRecord));

    /// <summary>What a record says; an error if that cannot be understood.</summary>
    public static IdentityRecord Read(Record record) => TryRead(record) ?? throw new FabricException(
        ErrorTable.StateDamaged, $"The record {record.Key} cannot be understood.",
        "It is not an identity, or one of a later version. Nobody gets in by it.",
        "Register the identity anew with 'replace', or delete it.");

    /// <summary>What a record says; null if that cannot be understood.</summary>
    public static IdentityRecord? TryRead(Record record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Value.Span, IdentityJson.Default.IdentityRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the names of the scopes mean; an error when one is not known.</summary>
    [JsonIgnore]
    public Scopes ParsedScopes => ScopeNames.Parse(Scopes);
}
