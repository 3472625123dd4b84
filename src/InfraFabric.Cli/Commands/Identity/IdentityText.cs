using InfraFabric.Api.Identity;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Identity;

/// <summary>An identity as a person reads it.</summary>
internal static class IdentityText
{
    public static void Show(IdentityBody identity, Terminal terminal) => terminal.Line($"""
        {identity.Identity}
          state    {StateOf(identity)}
          scopes   {string.Join(", ", identity.Scopes)}
          key      {identity.Key}
          created  {identity.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC by {identity.CreatedBy}
        """);

    public static string StateOf(IdentityBody identity) => identity.Disabled ? "disabled" : "enabled";
}
