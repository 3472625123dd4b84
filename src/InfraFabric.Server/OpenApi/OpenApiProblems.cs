using InfraFabric.Api.Calls;

namespace InfraFabric.Server.OpenApi;

/// <summary>The statuses of problems, and what each means.</summary>
internal static class OpenApiProblems
{
    public static readonly IReadOnlyList<(int Status, string Meaning)> Meanings =
    [
        (400, "The call is malformed: a value, a header or the body cannot be read."),
        (401, "The caller has not proved who it is, or its token has ended."),
        (403, "The caller lacks the scope, or the thing is another's."),
        (404, "There is no such thing."),
        (409, "The thing is not as the call needs it: it has changed, is taken, or its fence is stale."),
        (412, "The thing is not at the version that If-Match names: it has changed since it was read, or is gone."),
        (413, "The body, or a value in it, is larger than allowed."),
        (422, "The call can be read, and contradicts a rule."),
        (429, "Too much at once: try again when the answer says so."),
        (503, "The server cannot answer now: its state is out of reach, or it stops. Try again, or ask another one."),
    ];

    /// <summary>
    /// The statuses with which a call may end: one that is open to all finds and changes nothing, and only one that
    /// takes If-Match can miss its version.
    /// </summary>
    public static IEnumerable<int> Of(ApiCall call) => Meanings.Select(problem => problem.Status)
        .Where(status => status switch
        {
            404 or 409 => call.Scope != ApiCall.OpenToAll,
            412 => call.TakesIfMatch,
            _ => true,
        });
}
