using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Identity;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityListCommand
{
    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Identities on the page [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Only identities after this one.",
        HelpName = "NAME/N",
    };

    public static Command Create()
    {
        var verb = new Verb("list", "List the agents that may call.")
        {
            Examples = ["identity list", "identity list --json"],
            Options = { Limit, After },
            Checks = IdentityChecks.OfList,
        };
        verb.Answers(() => ApiJson.Wire.IdentityPageBody, ListAsync, Show);
        return verb;
    }

    private static async Task<IdentityPageBody> ListAsync(CommandRun run)
    {
        var after = run.Get(After) is { } name ? AgentNames.Parse(name).ToString() : null;
        using var caller = ServerAccess.Open(run);
        return await new HttpIdentityApi(caller).ListAsync(run.Get(Limit), after, run.Cancellation);
    }

    private static void Show(IdentityPageBody page, Terminal terminal)
    {
        terminal.Table(
            ["IDENTITY", "STATE", "SCOPES"],
            page.Identities.Select(identity => new[]
            {
                identity.Identity, IdentityText.StateOf(identity), string.Join(", ", identity.Scopes),
            }));
        if (page.NextAfter is not null)
            terminal.Hint($"There is more: --after '{page.NextAfter}'.");
    }
}
