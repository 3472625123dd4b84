using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Tasks;

/// <summary>The checks of the commands of the coordinator hold, and touch nothing.</summary>
public sealed class TaskFalsifyTests(ServedHome served) : IClassFixture<ServedHome>
{
    private const string Task = "0198c5a2-1f00-7abc-8def-0123456789ab";

    [Theory]
    [InlineData(4, "task", "add", "work")]
    [InlineData(5, "task", "claim")]
    [InlineData(4, "task", "complete", Task)]
    [InlineData(3, "task", "spend", Task, "--amount", "1")]
    [InlineData(2, "task", "start", Task)]
    [InlineData(2, "task", "unblock", Task)]
    [InlineData(2, "task", "progress", Task, "--note", "x")]
    [InlineData(2, "task", "block", Task, "--reason", "x")]
    [InlineData(2, "task", "fail", Task, "--reason", "x")]
    [InlineData(2, "task", "hand-over", Task)]
    [InlineData(6, "task", "cancel", Task)]
    [InlineData(5, "task", "requeue", Task)]
    [InlineData(5, "task", "discard", Task)]
    [InlineData(7, "coordinator", "resolve", Task, "--answer", "x")]
    [InlineData(7, "coordinator", "register", "x")]
    [InlineData(6, "coordinator", "drain", "x")]
    [InlineData(5, "coordinator", "leave", "x")]
    [InlineData(5, "identity", "create", "x/1")]
    [InlineData(2, "identity", "list")]
    [InlineData(3, "identity", "show", "x/1")]
    [InlineData(4, "identity", "disable", "x/1")]
    [InlineData(5, "identity", "enable", "x/1")]
    [InlineData(4, "identity", "delete", "x/1")]
    public async Task Falsify_OfACommandThatAsksAServer_HoldsAndChangesNothing(int checks, params string[] line)
    {
        await served.AddAsync("falsify:not");
        var before = await RevisionAsync();

        var answer = (await served.RunAsync([.. line, "--mode=falsify", "--json"])).Json;

        answer.GetProperty("held").GetBoolean().ShouldBeTrue(answer.ToString());
        answer.GetProperty("checks").GetArrayLength().ShouldBe(checks);
        // But for the commit that tells the ledger of the checks.
        (await RevisionAsync()).ShouldBe(before + 1);
    }

    private async Task<long> RevisionAsync() =>
        (await served.RunAsync("state", "stats", "--json")).ShouldExit(0).Json.GetProperty("revision").GetInt64();
}
