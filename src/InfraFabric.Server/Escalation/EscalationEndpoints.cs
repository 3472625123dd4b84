using System.Globalization;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Escalation;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Escalation;

/// <summary>What people must look after, over HTTP.</summary>
internal sealed class EscalationEndpoints(FabricEscalations escalations)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(EscalationCalls.List, ListAsync);
        routes.Map(EscalationCalls.Show, ShowAsync);
        routes.Map(EscalationCalls.Close, CloseAsync);
        routes.Map(EscalationCalls.Messages, MessagesAsync);
        routes.Map(EscalationCalls.Resend, ResendAsync);
        routes.Map(EscalationCalls.Test, TestAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var limit = LimitOf(context.Request);
        var all = QueryValues.Flag(context.Request, "all");
        var by = QueryValues.Optional(context.Request, "by");
        var after = QueryValues.Optional(context.Request, "after");
        // What the page before ended with may be closed by now, but it is still in its place.
        var rest = escalations.List()
            .SkipWhile(one => after is not null && one.Id.ToString() != after).Skip(after is null ? 0 : 1)
            .Where(one => (all || one.State == EscalationState.Open) && (by is null || one.By == by))
            .Take(limit + 1).ToList();
        var dead = escalations.Messages().Count(message => message.State == MessageState.Dead);
        await context.JsonAsync(
            new EscalationPageBody(
                [.. rest.Take(limit).Select(EscalationBodies.From)], dead,
                rest.Count > limit ? rest[limit - 1].Id.ToString() : null),
            ApiJson.Wire.EscalationPageBody);
    }

    private async Task ShowAsync(HttpContext context) => await AnswerAsync(context, IdOf(context));

    private async Task CloseAsync(HttpContext context)
    {
        var cause = CoordinatorCause.Of(context);
        if (string.IsNullOrWhiteSpace(cause.Why))
        {
            throw new FabricException(ErrorTable.WhyMissing, "An escalation is not closed without a word.",
                "The reason says what was done about it.",
                "Give one: --why \"what was done\" with a command, the header IF-Why over HTTP.");
        }

        await escalations.CloseAsync(IdOf(context), cause, context.RequestAborted);
        await AnswerAsync(context, IdOf(context));
    }

    private async Task MessagesAsync(HttpContext context)
    {
        var limit = LimitOf(context.Request);
        var dead = QueryValues.Flag(context.Request, "dead");
        var after = QueryValues.Optional(context.Request, "after");
        var rest = escalations.Messages()
            .SkipWhile(message => after is not null && message.Id != after).Skip(after is null ? 0 : 1)
            .Where(message => !dead || message.State == MessageState.Dead).Take(limit + 1).ToList();
        await context.JsonAsync(
            new MessagePageBody(
                [.. rest.Take(limit).Select(EscalationBodies.From)],
                rest.Count > limit ? rest[limit - 1].Id : null),
            ApiJson.Wire.MessagePageBody);
    }

    private async Task ResendAsync(HttpContext context)
    {
        var channel = (string)context.Request.RouteValues["channel"]!;
        var id = $"{channel}/{context.Request.RouteValues["message"]}";
        var verdict = long.TryParse(
            (string)context.Request.RouteValues["message"]!, NumberStyles.None, CultureInfo.InvariantCulture,
            out var number)
            ? await escalations.ResendAsync(channel, number, CoordinatorCause.Of(context), context.RequestAborted)
            : CloseVerdict.NotFound;
        if (verdict == CloseVerdict.NotDead)
        {
            throw new FabricException(ErrorTable.Conflict, "The message has arrived already.",
                "Only what was given up is sent again.", "See which those are: ifctl governor escalations --dead");
        }

        var message = escalations.Messages().FirstOrDefault(one => one.Channel == channel && one.Number == number);
        if (verdict == CloseVerdict.NotFound || message is null)
        {
            throw new FabricException(ErrorTable.NotFound, "There is no such message.",
                $"'{(id.Length > 80 ? id[..80] : id)}' is none, or is so old that it is forgotten.",
                "See which there are: ifctl governor escalations --dead");
        }

        await context.JsonAsync(EscalationBodies.From(message), ApiJson.Wire.MessageBody);
    }

    private async Task TestAsync(HttpContext context)
    {
        var channel = (string)context.Request.RouteValues["channel"]!;
        await escalations.TestAsync(channel, CoordinatorCause.Of(context), context.RequestAborted);
        await context.JsonAsync(new ChannelTestedBody(channel), ApiJson.Wire.ChannelTestedBody);
    }

    private async Task AnswerAsync(HttpContext context, EscalationId id)
    {
        var found = escalations.Find(id) ?? throw new FabricException(
            ErrorTable.NotFound, $"There is no escalation {id}.", "It never was, or was closed long ago.",
            "See which there are: ifctl governor escalations --all");
        await context.JsonAsync(
            EscalationBodies.From(found) with { Messages = [.. found.Messages.Select(EscalationBodies.From)] },
            ApiJson.Wire.EscalationBody);
    }

    private static int LimitOf(HttpRequest request)
    {
        var limit = QueryValues.Number(request, "limit") ?? DefaultPage;
        return limit is >= 1 and <= LargestPage
            ? limit
            : throw new FabricException(ErrorTable.LimitExceeded, $"A list asks for {limit} items a page.",
                $"A page has 1 to {LargestPage}.", "Ask for fewer and go on with the next page.");
    }

    private static EscalationId IdOf(HttpContext context) =>
        EscalationId.Parse((string)context.Request.RouteValues["escalation"]!);
}
