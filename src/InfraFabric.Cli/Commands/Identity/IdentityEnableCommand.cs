using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Cli.Frame;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Identity;

internal static class IdentityEnableCommand
{
    public static Command Create()
    {
        var verb = new Verb("enable", "Let an agent in again that was disabled.")
        {
            Examples = ["identity enable Finance.Agent/1 --why \"the reason\""],
            Arguments = { IdentityArguments.Name },
            Changes = true,
            Checks = IdentityChecks.OfEnable,
        };
        verb.Answers(() => ApiJson.Wire.IdentityBody, async run =>
        {
            var name = AgentNames.Parse(run.Get(IdentityArguments.Name)!);
            using var caller = ServerAccess.Open(run);
            return await new HttpIdentityApi(caller, run.Why).EnableAsync(name, run.Cancellation);
        }, IdentityText.Show);
        return verb;
    }
}
