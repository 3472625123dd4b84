using System.CommandLine;
using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;

namespace InfraFabric.Cli.Commands.Escalations;

internal static class GovernorEscalationsCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Those that are closed, too." };

    private static readonly Option<bool> Dead = new("--dead")
    {
        Description = "The messages that were given up, in place of escalations.",
    };

    private static readonly Option<string> By = new("--by")
    {
        Description = "Only those that are the doing of this one.",
        HelpName = "WHO",
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "How many on the page [default: 100].",
        HelpName = "COUNT",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Only those after this one.",
        HelpName = "ID",
    };

    public static Command Create()
    {
        var verb = new Verb("escalations", "List what people must look after, or what did not reach them.")
        {
            Examples =
            [
                "governor escalations", "governor escalations --all --by if://agent/Finance.Agent/42",
                "governor escalations --dead",
            ],
            Options = { All, Dead, By, Limit, After },
        };
        verb.Runs(run => run.Get(Dead) ? ListDeadAsync(run) : ListAsync(run));
        return verb;
    }

    private static async Task<int> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var request = Paged(EscalationCalls.List, run)
            .Where("all", run.Get(All) ? "true" : null).Where("by", run.Get(By));
        var page = await fabric.CallAsync<EscalationPageBody>(EscalationCalls.List, request);
        run.Terminal.Answer(page, () => ApiJson.Wire.EscalationPageBody, Show);
        return 0;
    }

    private static async Task<int> ListDeadAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        var request = Paged(EscalationCalls.Messages, run).Where("dead", "true");
        var page = await fabric.CallAsync<MessagePageBody>(EscalationCalls.Messages, request);
        run.Terminal.Answer(page, () => ApiJson.Wire.MessagePageBody, ShowDead);
        return 0;
    }

    private static ServerRequest Paged(ApiCall call, CommandRun run) => call.Request(null)
        .Where("limit", run.Get(Limit)?.ToString(CultureInfo.InvariantCulture)).Where("after", run.Get(After));

    private static void Show(EscalationPageBody page, Terminal terminal)
    {
        if (page.Escalations.Count == 0)
        {
            terminal.Line("Nothing waits for a person.");
        }
        else
        {
            terminal.Table(
                ["ESCALATION", "STATE", "SEVERITY", "KIND", "ABOUT", "BY", "AT"],
                page.Escalations.Select(one => new[]
                {
                    one.Id, one.State, one.Severity, one.Kind, one.Subject, one.By, TimeText.Of(one.At),
                }));
        }

        if (page.Dead > 0)
            terminal.Hint($"{page.Dead} messages did not get through: ifctl governor escalations --dead");
        if (page.NextAfter is not null)
            terminal.Hint($"There are more: --after {page.NextAfter}");
    }

    private static void ShowDead(MessagePageBody page, Terminal terminal)
    {
        if (page.Messages.Count == 0)
        {
            terminal.Line("No message was given up.");
            return;
        }

        EscalationWords.ShowAll(page.Messages, terminal);
        terminal.Hint("Once the cause is gone: ifctl governor resend MESSAGE");
        if (page.NextAfter is not null)
            terminal.Hint($"There are more: --after {page.NextAfter}");
    }
}
