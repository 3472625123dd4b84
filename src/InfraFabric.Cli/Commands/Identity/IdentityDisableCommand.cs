using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityDisableCommand
{
    public static Command Create()
    {
        var verb = new Verb("disable", "Shut an agent out at once, also where it is connected.")
        {
            Examples = ["identity disable Finance.Agent/1 --why \"the reason\""],
            Arguments = { IdentityArguments.Name },
            Changes = true,
            Checks = IdentityChecks.OfDisable,
        };
        verb.Answers(() => ApiJson.Wire.IdentityBody, async run =>
        {
            var name = AgentNames.Parse(run.Get(IdentityArguments.Name)!);
            using var caller = ServerAccess.Open(run);
            return await new HttpIdentityApi(caller, run.Why).DisableAsync(name, run.Cancellation);
        }, IdentityText.Show);
        return verb;
    }
}
