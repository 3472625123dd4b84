using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Identity;
using InfraFabric.Core.Errors;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace InfraFabric.Server.Mcp;

/// <summary>What calls of the API answered, as the protocol has it.</summary>
internal static class McpAnswers
{
    /// <summary>The answer of a call, as text; null where it answers with nothing.</summary>
    public static async Task<string?> AskAsync(
        this IMcpAccess access, McpCall call, CancellationToken cancellationToken)
    {
        using var response = await access.SendAsync(call, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Who speaks, and what it may do.</summary>
    public static async Task<CallerBody> WhoAsync(this IMcpAccess access, CancellationToken cancellationToken)
    {
        var text = await access.AskAsync(
            new McpCall(HttpMethod.Get, IdentityCalls.Caller.Path), cancellationToken);
        return JsonSerializer.Deserialize(text!, ApiJson.Default.CallerBody)!;
    }

    public static CallToolResult Of(string? json)
    {
        if (json is null)
            return new CallToolResult { Content = [new TextContentBlock { Text = "Done." }] };
        using var document = JsonDocument.Parse(json);
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = json }],
            StructuredContent = document.RootElement.Clone(),
        };
    }

    /// <summary>An error that the agent can read and act on: the problem with its code, what, why and fix.</summary>
    public static CallToolResult Of(FabricException error) => new()
    {
        IsError = true,
        Content =
        [
            new TextContentBlock { Text = JsonSerializer.Serialize(Problem.From(error), ApiJson.Wire.Problem) },
        ],
    };

    /// <summary>An error of a request that is no tool.</summary>
    public static McpProtocolException Refusal(FabricException error) => new(
        $"{error.What} {error.Why} {error.Fix} ({error.Error.Code})", error,
        error.Error == ErrorTable.NotFound ? McpErrorCode.ResourceNotFound : McpErrorCode.InvalidParams);
}
