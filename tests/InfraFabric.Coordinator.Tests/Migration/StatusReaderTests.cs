using InfraFabric.Coordinator.Migration;

namespace InfraFabric.Coordinator.Tests.Migration;

public sealed class StatusReaderTests
{
    [Fact]
    public void Read_WholeStatus_GivesTheSwarm()
    {
        var (swarm, unread) = Read("""
            session_id: session-1-ndi
            capabilities: [integration:ndi, streaming:video]
            current_task: "P0.1.2: Write the encoder"
            status: active
            blockers:
              - no test card
            """);

        unread.ShouldBeEmpty();
        swarm!.Name.Text.ShouldBe("session-1-ndi");
        swarm.Capabilities.Select(capability => capability.Text).ShouldBe(["integration:ndi", "streaming:video"]);
        swarm.CurrentTasks.ShouldBe(["P0.1.2"]);
        swarm.Status.ShouldBe("active");
        swarm.Blockers.ShouldBe(["no test card"]);
        swarm.Source.ToString().ShouldBe("STATUS-SESSION-9-X.yaml:1");
    }

    [Theory]
    [InlineData("session: 3", "session-3")]
    [InlineData("session: Session 3", "session-3")]
    [InlineData("Session-ID: Session-4_SIP", "session-4-sip")]
    [InlineData("session:\n  id: 5\n  name: gui", "session-5")]
    [InlineData("agent: Encoder Team", "encoder-team")]
    [InlineData("status: idle", "session-9-x")]
    [InlineData("", "session-9-x")]
    public void Read_SessionWrittenAnyWay_IsNamedAsASwarm(string yaml, string name) =>
        Read(yaml).Swarm!.Name.Text.ShouldBe(name);

    [Theory]
    [InlineData("current_task: none")]
    [InlineData("current_task: ~")]
    [InlineData("current_task: idle")]
    [InlineData("tasks: []")]
    public void Read_NoTask_HasNone(string yaml)
    {
        var (swarm, unread) = Read(yaml);

        swarm!.CurrentTasks.ShouldBeEmpty();
        unread.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("session: 'no/such/name'", 1, "It is no name that a swarm can have.")]
    [InlineData("status: [", 2, "It is not YAML that is accepted")]
    [InlineData("a: &x 1\nb: *x", 2, "It is not YAML that is accepted")]
    [InlineData("status: ok\ncurrent_task: whatever is next", 2, "It names no task.")]
    [InlineData("status: ok\ncapabilities: [video]", 2, "A capability is written as domain:skill")]
    [InlineData("status: ok\nmood: good\nnotes: [a, b]", 2, "These fields have no place in the fabric.")]
    [InlineData("status: ok\n---\nstatus: ok", 2, "A second document begins here")]
    public void Read_WhatHasNoPlace_IsReported(string yaml, int line, string why)
    {
        var unread = Read(yaml).Unread.ShouldHaveSingleItem();

        unread.Why.ShouldStartWith(why);
        unread.Source.Line.ShouldBe(line);
    }

    [Fact]
    public void Read_TooDeepOrTooMuch_IsReported()
    {
        var deep = string.Concat(Enumerable.Repeat("[", MigrationLimits.MaxStatusDepth + 2));
        var many = $"[{string.Join(',', Enumerable.Repeat("1", MigrationLimits.MaxStatusValues + 2))}]";

        Read($"a: {deep}").Unread.ShouldHaveSingleItem().Why.ShouldContain("nested too deeply");
        Read($"a: {many}").Unread.ShouldHaveSingleItem().Why.ShouldContain("too many values");
    }

    private static (MigrationSwarm? Swarm, IReadOnlyList<UnreadLine> Unread) Read(string yaml) =>
        StatusReader.Read("STATUS-SESSION-9-X.yaml", yaml);
}
