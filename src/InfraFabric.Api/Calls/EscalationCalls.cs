namespace InfraFabric.Api.Calls;

/// <summary>
/// Calls about what people must look after. They are for people: none is offered to agents as a tool.
/// </summary>
public static class EscalationCalls
{
    public static readonly ApiCall List = new("escalation_list", "GET", "/v1/escalations", "tasks:read",
        "Lists escalations, the oldest first: those that are open, unless all are asked for.")
    {
        Query =
        [
            ApiParameter.Flag("all", "Those that are closed, too."),
            new ApiParameter("by", "Only those that are the doing of this one."),
            new ApiParameter("after", "Only escalations after this id: the page before names it."),
            ApiParameter.Number("limit", "Escalations on the page, 1 to 1000; 100 if it is not given."),
        ],
        Gives = json => json.EscalationPageBody,
    };

    public static readonly ApiCall Show = new(
        "escalation_show", "GET", "/v1/escalations/{escalation}", "tasks:read",
        "Shows an escalation, and what became of it in each channel.")
    {
        Gives = json => json.EscalationBody,
    };

    public static readonly ApiCall Close = new(
        "escalation_close", "POST", "/v1/escalations/{escalation}/close", "operate",
        "Closes an escalation. The reason says what was done about it, and has to be given.")
    {
        Gives = json => json.EscalationBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Messages = new(
        "escalation_messages", "GET", "/v1/escalations/messages", "tasks:read",
        "Lists the messages that tell of escalations, the oldest of each channel first.")
    {
        Query =
        [
            ApiParameter.Flag("dead", "Only those that were given up."),
            new ApiParameter("after", "Only messages after this one: the page before names it."),
            ApiParameter.Number("limit", "Messages on the page, 1 to 1000; 100 if it is not given."),
        ],
        Gives = json => json.MessagePageBody,
    };

    public static readonly ApiCall Resend = new(
        "escalation_resend", "POST", "/v1/escalations/messages/{channel}/{message}/resend", "operate",
        "Sends a message again that was given up.")
    {
        Gives = json => json.MessageBody,
        IsIdempotent = true,
    };

    public static readonly ApiCall Test = new(
        "escalation_test", "POST", "/v1/escalations/channels/{channel}/test", "operate",
        "Sends something of no importance through a channel of the server that is asked.")
    {
        Gives = json => json.ChannelTestedBody,
        ChangesNothing = true,
    };
}
