using System.CommandLine;

namespace InfraFabric.Cli.Commands.Claims;

/// <summary>What several commands about claims share.</summary>
internal static class ClaimOptions
{
    public static readonly Option<long?> Fence = new("--fence")
    {
        Description = "The fence of the claim [default: the one that 'task claim' got here].",
        HelpName = "NUMBER",
    };

    public static readonly Option<string> Swarm = new("--swarm")
    {
        Description = "The swarm that claims [default: the only one that was registered here].",
        HelpName = "NAME",
    };

    public static readonly Option<long?> Session = new("--session")
    {
        Description = "Its session [default: as 'coordinator register' got it here].",
        HelpName = "NUMBER",
    };
}
