using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityShowCommand
{
    public static Command Create()
    {
        var verb = new Verb("show", "Show an agent: its key, and what it may do.")
        {
            Examples = ["identity show Finance.Agent/1", "identity show operator/0 --json"],
            Arguments = { IdentityArguments.Name },
            Checks = IdentityChecks.OfShow,
        };
        verb.Answers(() => ApiJson.Wire.IdentityBody, async run =>
        {
            var name = AgentNames.Parse(run.Get(IdentityArguments.Name)!);
            using var caller = ServerAccess.Open(run);
            return await new HttpIdentityApi(caller).GetAsync(name, run.Cancellation);
        }, IdentityText.Show);
        return verb;
    }
}
