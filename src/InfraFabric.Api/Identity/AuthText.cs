using System.Text;
using InfraFabric.Core.Ids;

namespace InfraFabric.Api.Identity;

/// <summary>
/// The exact text that an agent signs: five lines, the last one without an end. The first keeps the signature from
/// being of use anywhere else, the second from being of use at another fabric.
/// </summary>
public static class AuthText
{
    private const string Purpose = "infrafabric-auth-v1";

    public static byte[] Of(string audience, AgentName identity, string nonce, string expiresAt) =>
        Encoding.UTF8.GetBytes($"{Purpose}\n{audience}\n{identity}\n{nonce}\n{expiresAt}");
}
