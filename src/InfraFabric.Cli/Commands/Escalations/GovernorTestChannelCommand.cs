using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Frame;

namespace InfraFabric.Cli.Commands.Escalations;

internal static class GovernorTestChannelCommand
{
    private static readonly Argument<string> Channel = new("CHANNEL")
    {
        Description = "A name below escalation.channels in fabric.yaml.",
    };

    public static Command Create()
    {
        var verb = new Verb("test-channel", "Send something of no importance through a channel to people.")
        {
            Examples = ["governor test-channel ops-mail"],
            Arguments = { Channel },
        };
        verb.Answers(
            () => ApiJson.Wire.ChannelTestedBody, TestAsync,
            (tested, terminal) => terminal.Line($"A test went through '{tested.Channel}'. See that it arrived."));
        return verb;
    }

    private static async Task<ChannelTestedBody> TestAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<ChannelTestedBody>(EscalationCalls.Test, run.Get(Channel)!);
    }
}
