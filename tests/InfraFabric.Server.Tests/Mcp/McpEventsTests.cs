using System.IO.Pipelines;
using System.Text.Json.Nodes;
using InfraFabric.Server.Mcp;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace InfraFabric.Server.Tests.Mcp;

public sealed class McpEventsTests
{
    [Fact]
    public async Task TellAsync_GivenUpWhileItIsWritten_LeavesNoHalfALine()
    {
        var output = new HeldOutput();
        await using var transport = new StreamServerTransport(
            new Pipe().Reader.AsStream(), output, "test", NullLoggerFactory.Instance);
        await using var server = McpServer.Create(
            transport,
            new McpServerOptions { ServerInfo = new Implementation { Name = "test", Version = "1" } },
            NullLoggerFactory.Instance);
        var events = new McpEvents(server);
        using var listening = new CancellationTokenSource();

        var first = events.TellAsync("writers", "picture", [], listening.Token);
        await output.Begun;
        await listening.CancelAsync();
        output.Release();
        await Task.WhenAny(first);
        await events.TellAsync("writers", "session_over", [], TestContext.Current.CancellationToken);

        output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (string?)JsonNode.Parse(line)!["params"]!["data"]!["event"])
            .ShouldBe(["picture", "session_over"]);
    }
}
