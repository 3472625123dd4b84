using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Tasks;

/// <summary>Work that is done by hand.</summary>
public sealed class TaskWorkTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Work_FromAddingToCompleting_IsAsReviewed()
    {
        var alone = new ServedHome();
        await using var stop = alone;
        await alone.InitializeAsync();
        var shown = new List<string>();
        await RunAsync("coordinator", "register", "session-1-ndi", "--capabilities", "code:csharp");
        await RunAsync(
            "task", "add", "review", "--payload", "{\"pr\":7}", "--requires", "code:csharp", "--title", "Look at it",
            "--priority", "5", "--budget", "2.5", "--phase", "one", "--session", "seven", "--deadline", "2099-01-01");
        await RunAsync("coordinator", "tasks");
        var listed = await alone.RunAsync("task", "list", "--json");
        var task = listed.Json.GetProperty("tasks")[0].GetProperty("id").GetString()!;
        await RunAsync("task", "claim");
        await RunAsync("task", "start", task);
        await RunAsync("task", "progress", task, "--note", "half way", "--percent", "50");
        await RunAsync("task", "spend", task, "--amount", "0.25");
        await RunAsync("task", "block", task, "--reason", "no credentials", "--needs", "vault:read");
        await RunAsync("coordinator", "blockers");
        await RunAsync("task", "unblock", task);
        await RunAsync("task", "complete", task, "--result", "{\"ok\":true}");
        await RunAsync("task", "show", task);
        await RunAsync("task", "claim");

        string.Join('\n', shown).ShouldMatchSnapshot("task-work");

        async Task RunAsync(params string[] line)
        {
            var result = await alone.RunAsync(line);
            shown.Add(Masked.Of($"$ ifctl {string.Join(' ', line)}\n{result.Out}{result.Error}[{result.ExitCode}]"));
        }
    }

    [Fact]
    public async Task Claim_OfATaskThatAnotherHas_NamesTheOther()
    {
        await served.RegisterAsync("first", "claim:one");
        await served.RegisterAsync("second", "claim:one");
        var task = await served.AddAsync("claim:one");
        (await served.RunAsync("task", "claim", task, "--swarm", "first")).ShouldExit(0);

        var refused = await served.RunAsync("task", "claim", task, "--swarm", "second", "--json");

        refused.ShouldExit(5).JsonError.GetProperty("code").GetString().ShouldBe("IF_ERR_TASK_OWNED");
        refused.Error.ShouldContain("first");
    }

    [Fact]
    public async Task Claim_WithoutSayingForWhom_AsksWhich()
    {
        await served.RegisterAsync("one-of-two", "which:one");
        await served.RegisterAsync("two-of-two", "which:one");

        var refused = await served.RunAsync("task", "claim");

        refused.ShouldExit(2).Error.ShouldContain("--swarm");
    }

    [Fact]
    public async Task Claim_OfMany_KeepsAFenceForEach()
    {
        await served.RegisterAsync("many", "claim:many", "--capacity", "5");
        for (var i = 0; i < 3; i++)
            await served.AddAsync("claim:many");

        var claims = await served.RunAsync("task", "claim", "--swarm", "many", "--count", "10", "--json");

        var tasks = claims.ShouldExit(0).Json.GetProperty("claims").EnumerateArray()
            .Select(claim => claim.GetProperty("task").GetString()!).ToList();
        tasks.Count.ShouldBe(3);
        foreach (var task in tasks)
            (await served.RunAsync("task", "complete", task)).ShouldExit(0);
    }

    [Fact]
    public async Task Complete_AfterTheClaimWasLost_IsRefusedAndTheClaimForgotten()
    {
        await served.RegisterAsync("loser", "lose:it");
        var task = await served.AddAsync("lose:it");
        (await served.RunAsync("task", "claim", task, "--swarm", "loser")).ShouldExit(0);
        (await served.RunAsync("task", "cancel", task, "--why", "no longer needed")).ShouldExit(0);

        var refused = await served.RunAsync("task", "complete", task, "--result", "1");
        var again = await served.RunAsync("task", "complete", task, "--result", "1");

        refused.ShouldExit(5).Error.ShouldContain("IF_ERR_FENCE_STALE");
        again.ShouldExit(4).Error.ShouldContain("--fence");
        (await served.ShowAsync(task)).GetProperty("reason").GetString().ShouldBe("no longer needed");
    }

    [Fact]
    public async Task HandOver_WithACheckpoint_LetsTheNextGoOn()
    {
        await served.RegisterAsync("giver", "hand:over");
        await served.RegisterAsync("taker", "hand:over");
        var task = await served.AddAsync("hand:over");
        (await served.RunAsync("task", "claim", task, "--swarm", "giver")).ShouldExit(0);

        (await served.RunAsync("task", "hand-over", task, "--to", "taker", "--checkpoint", "{\"page\":7}"))
            .ShouldExit(0);
        var claim = await served.RunAsync("task", "claim", task, "--swarm", "taker", "--json");

        var taken = claim.ShouldExit(0).Json.GetProperty("claims")[0];
        taken.GetProperty("checkpoint").GetProperty("page").GetInt32().ShouldBe(7);
        taken.GetProperty("attempt").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Fail_UntilTheAttemptsAreUsedUp_MakesADeadLetterThatCanBeRequeued()
    {
        await served.RegisterAsync("failing", "fail:it");
        var task = await served.AddAsync("fail:it", "--max-attempts", "1");
        (await served.RunAsync("task", "claim", task, "--swarm", "failing")).ShouldExit(0);

        (await served.RunAsync("task", "fail", task, "--reason", "no such page")).ShouldExit(0)
            .Out.ShouldContain("dead");
        var dead = await served.RunAsync("task", "dead");
        (await served.RunAsync("task", "requeue", task, "--why", "it is back")).ShouldExit(0)
            .Out.ShouldContain("ready");
        (await served.RunAsync("task", "claim", task, "--swarm", "failing")).ShouldExit(0);
        (await served.RunAsync("task", "fail", task, "--reason", "still", "--final")).ShouldExit(0);
        (await served.RunAsync("task", "discard", task)).ShouldExit(0).Out.ShouldContain("cancelled");

        dead.ShouldExit(0).Out.ShouldContain("no such page");
        dead.Error.ShouldContain("task requeue");
    }

    [Fact]
    public async Task Spend_BeyondTheBudget_IsRefused()
    {
        await served.RegisterAsync("spender", "spend:it");
        var task = await served.AddAsync("spend:it", "--budget", "1");
        (await served.RunAsync("task", "claim", task, "--swarm", "spender")).ShouldExit(0);

        (await served.RunAsync("task", "spend", task, "--amount", "0.75")).ShouldExit(0);
        var refused = await served.RunAsync("task", "spend", task, "--amount", "0.5");

        refused.ShouldExit(8).Error.ShouldContain("IF_ERR_BUDGET_EXCEEDED");
    }

    [Fact]
    public async Task Step_WithTheFenceOnTheLine_NeedsNothingKept()
    {
        await served.RegisterAsync("explicit", "say:it");
        var task = await served.AddAsync("say:it");
        var claim = await served.RunAsync("task", "claim", task, "--swarm", "explicit", "--json");
        var fence = claim.Json.GetProperty("claims")[0].GetProperty("fence").GetInt64();
        File.Delete(Path.Combine(served.Home.Folder, "run", "claims", $"{task}.json"));

        (await served.RunAsync("task", "start", task)).ShouldExit(4);
        (await served.RunAsync("task", "start", task, "--fence", $"{fence}")).ShouldExit(0);
    }
}
