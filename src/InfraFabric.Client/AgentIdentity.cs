using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;

namespace InfraFabric.Client;

/// <summary>As whom to call, and the private key that proves it. The key stays its owner's to dispose.</summary>
/// <param name="Name">The identity that an operator has registered.</param>
/// <param name="Key">The private half of the key that it was registered with.</param>
public sealed record AgentIdentity(AgentName Name, SigningKey Key)
{
    /// <summary>The scopes to ask for; all that the identity has, if left out.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}
