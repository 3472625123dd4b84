namespace InfraFabric.Api.Calls;

/// <summary>
/// The Model Context Protocol over HTTP, as its specification has it under "Streamable HTTP". The tools that a session
/// offers are calls of this API, and each needs the scope of its call.
/// </summary>
public static class McpCalls
{
    public static readonly ApiCall Send = new("mcp_send", "POST", ApiRoutes.Mcp, ApiCall.AnyCaller,
        "Takes a message of the Model Context Protocol. An initialize request begins a session, which the header"
        + " Mcp-Session-Id of the answer names.")
    {
        Takes = json => json.JsonElement,
        GivesMediaType = ApiCall.EventStream,
        ChangesNothing = true,
    };

    public static readonly ApiCall Listen = new("mcp_listen", "GET", ApiRoutes.Mcp, ApiCall.AnyCaller,
        "Streams what a session of the Model Context Protocol tells by itself.")
    {
        GivesMediaType = ApiCall.EventStream,
    };

    public static readonly ApiCall End = new("mcp_end", "DELETE", ApiRoutes.Mcp, ApiCall.AnyCaller,
        "Ends a session of the Model Context Protocol.")
    {
        ChangesNothing = true,
    };
}
