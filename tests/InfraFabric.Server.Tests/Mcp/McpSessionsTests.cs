using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Mcp;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Server.Tests.Mcp;

/// <summary>How long sessions live.</summary>
public sealed class McpSessionsTests
{
    private static readonly AgentName Owner = AgentName.Parse("if://agent/idler/1");

    [Fact]
    public async Task Session_ThatNobodyUses_IsIdleOnlyAfterItsTime()
    {
        var time = new ManualTime();
        await using var sessions = new McpSessions(
            new IdSource(time, new Random(1)), "1", time, NullLoggerFactory.Instance);
        var session = sessions.Begin(Owner);

        time.Advance(McpLimits.IdleTimeout);
        session.IsIdle.ShouldBeFalse();

        time.Advance(TimeSpan.FromTicks(1));
        session.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public async Task Sessions_AsManyAsAServerHas_LeaveRoomOnlyOnceOneHasEnded()
    {
        await using var sessions = new McpSessions(
            new IdSource(TimeProvider.System, new Random(1)), "1", TimeProvider.System, NullLoggerFactory.Instance);
        var first = sessions.Begin(OwnerOf(0));
        for (var i = 1; i < McpLimits.MaxSessions; i++)
            sessions.Begin(OwnerOf(i));

        var refused = Should.Throw<FabricException>(() => sessions.Begin(Owner));
        await sessions.EndAsync(first);

        refused.Error.ShouldBe(ErrorTable.Overloaded);
        refused.What.ShouldStartWith($"This server has {McpLimits.MaxSessions} sessions");
        sessions.Begin(Owner).Owner.ShouldBe(Owner);
    }

    [Fact]
    public async Task Session_ThatHasEnded_IsNotFound()
    {
        await using var sessions = new McpSessions(
            new IdSource(TimeProvider.System, new Random(1)), "1", TimeProvider.System, NullLoggerFactory.Instance);
        var session = sessions.Begin(Owner);
        sessions.Find(session.Id, Owner).ShouldBe(session);

        await sessions.EndAsync(session);

        Should.Throw<FabricException>(() => sessions.Find(session.Id, Owner)).Error.ShouldBe(ErrorTable.NotFound);
    }

    private static AgentName OwnerOf(int session) =>
        AgentName.Parse($"if://agent/crowd/{1 + (session / McpLimits.MaxSessionsOfOne)}");
}
