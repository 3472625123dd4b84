using InfraFabric.State.Contract;

namespace InfraFabric.Server.Identity;

/// <summary>
/// The public half of the key with which a server signs tokens, under <c>servers/{key id}</c>: any server of the fabric
/// verifies with it what another has signed.
/// </summary>
/// <param name="Key">The public key, <c>ed25519:…</c>.</param>
/// <param name="CreatedAt">When the server first came up with it.</param>
internal sealed record ServerKeyRecord(string Key, DateTimeOffset CreatedAt)
{
    /// <summary>What the keys of all servers begin with.</summary>
    public const string Prefix = "servers/";

    public static RecordKey KeyOf(string keyId) => new(Prefix + keyId);
}
