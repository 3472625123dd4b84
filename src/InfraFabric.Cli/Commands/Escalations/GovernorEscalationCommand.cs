using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Escalations;

internal static class GovernorEscalationCommand
{
    private static readonly Argument<string> Id = new("ID") { Description = "The id of the escalation." };

    public static Command Create()
    {
        var verb = new Verb("escalation", "Show what a person must look after, and who was told.")
        {
            Examples = ["governor escalation 0198c5a2-1f00-7abc-8def-0123456789ab"],
            Arguments = { Id },
        };
        verb.Answers(() => ApiJson.Wire.EscalationBody, ShowAsync, EscalationWords.Show);
        return verb;
    }

    private static async Task<EscalationBody> ShowAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<EscalationBody>(EscalationCalls.Show, run.Get(Id)!);
    }
}
