using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace InfraFabric.Server.Mcp;

/// <summary>The Model Context Protocol between a program and the agent that started it.</summary>
public static class McpStdio
{
    /// <summary>Answers what comes in until it ends; one line is one message, either way.</summary>
    public static async Task RunAsync(
        IMcpAccess access, Stream input, Stream output, string version, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using var lines = new BoundedLines(input, McpLimits.MaxLineBytes);
        await using var transport = new StreamServerTransport(lines, output, "ifctl", NullLoggerFactory.Instance);
        await using var session = new McpSession(transport, access, version, time, NullLoggerFactory.Instance);
        await session.Feeds.ListenAsync();
        await session.RunAsync(cancellationToken);
    }
}
