using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorForgetCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name of the swarm." };

    public static Command Create()
    {
        var verb = new Verb("forget", "Take back what was registered of a swarm; what the policy says of it stays.")
        {
            Examples = ["governor forget session-1-ndi --why \"it is in the policy now\""],
            Arguments = { Name },
            Changes = true,
            Checks = RegistryChecks.OfForget,
        };
        verb.Answers(() => ApiJson.Wire.StandingBody, ForgetAsync, GovernorRegisterCommand.Show);
        return verb;
    }

    private static async Task<StandingBody> ForgetAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<StandingBody>(GovernorCalls.Forget, run.Get(Name)!);
    }
}
