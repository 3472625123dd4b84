using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Escalations;

internal static class GovernorResendCommand
{
    private static readonly Argument<string> Message = new("MESSAGE")
    {
        Description = "A message that was given up: CHANNEL/NUMBER.",
    };

    public static Command Create()
    {
        var verb = new Verb("resend", "Send a message to people again that did not get through.")
        {
            Examples = ["governor resend ops-mail/12"],
            Arguments = { Message },
            Changes = true,
            Checks = EscalationChecks.OfResend,
        };
        verb.Answers(
            () => ApiJson.Wire.MessageBody, ResendAsync,
            (message, terminal) => EscalationWords.ShowAll([message], terminal));
        return verb;
    }

    private static async Task<MessageBody> ResendAsync(CommandRun run)
    {
        if (run.Get(Message)!.Split('/') is not [var channel, var number] || channel.Length == 0 || number.Length == 0)
        {
            throw new FabricException(ErrorTable.IdInvalid, "A message is named in a way that cannot be read.",
                "It is CHANNEL/NUMBER, such as ops-mail/12.", "See which there are: ifctl governor escalations --dead");
        }

        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<MessageBody>(EscalationCalls.Resend, channel, number);
    }
}
