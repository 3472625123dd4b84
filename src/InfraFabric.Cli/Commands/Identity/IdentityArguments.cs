using System.CommandLine;

namespace InfraFabric.Cli.Commands.Identity;

/// <summary>What the commands about one identity have in common.</summary>
internal static class IdentityArguments
{
    public static readonly Argument<string> Name = new("NAME")
    {
        Description = "The agent: NAME/N, or whole as if://agent/NAME/N.",
    };
}
