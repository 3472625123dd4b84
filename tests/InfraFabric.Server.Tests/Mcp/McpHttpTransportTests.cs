using InfraFabric.Server.Mcp;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;

namespace InfraFabric.Server.Tests.Mcp;

/// <summary>What waits for the reader of a session's stream.</summary>
public sealed class McpHttpTransportTests
{
    [Fact]
    public async Task Stream_WhoseReaderIsTooSlow_EndsAndCanBeginAnew()
    {
        await using var transport = new McpHttpTransport("one", NullLoggerFactory.Instance);
        var slow = transport.Listen();
        for (var i = 0; i < McpLimits.MaxWaitingMessages; i++)
            await transport.SendMessageAsync(new JsonRpcNotification { Method = "told" });
        slow.Completion.IsCompleted.ShouldBeFalse();

        await transport.SendMessageAsync(new JsonRpcNotification { Method = "one too many" });

        var read = 0;
        while (slow.TryRead(out _))
            read++;
        read.ShouldBe(McpLimits.MaxWaitingMessages);
        slow.Completion.IsCompleted.ShouldBeTrue();
        transport.IsStream(slow).ShouldBeTrue();
        var anew = transport.Listen();
        await transport.SendMessageAsync(new JsonRpcNotification { Method = "again" });
        anew.TryRead(out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Stream_ReplacedByAnother_IsTheSessionsNoMore()
    {
        await using var transport = new McpHttpTransport("one", NullLoggerFactory.Instance);
        var first = transport.Listen();

        var second = transport.Listen();

        (transport.IsStream(first), transport.IsStream(second)).ShouldBe((false, true));
        first.Completion.IsCompleted.ShouldBeTrue();
        transport.Leave(first).ShouldBeFalse();
        transport.Leave(second).ShouldBeTrue();
    }
}
