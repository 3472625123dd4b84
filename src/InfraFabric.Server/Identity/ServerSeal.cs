using InfraFabric.Core.Crypto;

namespace InfraFabric.Server.Identity;

/// <summary>What makes this server one of its fabric: the fabric's id, and the key with which it signs.</summary>
internal sealed class ServerSeal(string audience, SigningKey key) : IDisposable
{
    /// <summary>For whom signatures are meant: the id of the fabric.</summary>
    public string Audience { get; } = audience;

    public SigningKey Key { get; } = key;

    /// <summary>Under which name the fabric knows the public half.</summary>
    public string KeyId { get; } = KeyMark.Of(key.VerifyKey);

    public void Dispose() => Key.Dispose();
}
