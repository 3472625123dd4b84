using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Escalations;

internal static class GovernorCloseEscalationCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "The id of the escalation." };

    public static Command Create()
    {
        var verb = new Verb("close-escalation", "Say that something was looked after; --why says how.")
        {
            Examples =
            [
                "governor close-escalation 0198c5a2-1f00-7abc-8def-0123456789ab --why \"gave it a larger budget\"",
            ],
            Arguments = { Id },
            Changes = true,
            Checks = EscalationChecks.OfClose,
        };
        verb.Answers(() => ApiJson.Wire.EscalationBody, CloseAsync, EscalationWords.Show);
        return verb;
    }

    private static async Task<EscalationBody> CloseAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<EscalationBody>(EscalationCalls.Close, run.Get(Id)!);
    }
}
