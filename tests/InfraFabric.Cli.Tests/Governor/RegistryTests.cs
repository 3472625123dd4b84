using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Governor;

public sealed class RegistryTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Register_WithABudget_IsListedAndMaySpendIt()
    {
        (await served.RunAsync(
            "governor", "register", "session-1-ndi", "--capabilities", "integration:ndi,streaming:video",
            "--cost-per-hour", "2.0", "--budget", "10.0")).ShouldExit(0).Out.ShouldContain("costs       $2.00 an hour");

        (await served.RunAsync("governor", "swarms")).ShouldExit(0).Out.ShouldMatch(
            @"session-1-ndi +away +\$2\.00 +1\.00 unproven +- +registered +integration:ndi streaming:video");
        (await served.RunAsync("governor", "budgets")).ShouldExit(0).Out.ShouldMatch(@"swarm/session-1-ndi +\$10\.00 ");
    }

    [Fact]
    public async Task FindHelp_OnlyWhoCan_IsFound_AndTheOthersAreExplained()
    {
        foreach (var (swarm, cost) in ((string, string)[])[("sip-fair", "2.0"), ("sip-dear", "9.0")])
        {
            (await served.RunAsync(
                "coordinator", "register", swarm, "--capabilities", "integration:sip,telephony:protocols"))
                .ShouldExit(0);
            (await served.RunAsync("governor", "register", swarm, "--cost-per-hour", cost)).ShouldExit(0);
        }

        string[] find = ["governor", "find-help", "--required", "integration:sip,telephony:protocols"];
        var found = (await served.RunAsync([.. find, "--max-cost", "5.0"])).ShouldExit(0);
        var explained = (await served.RunAsync([.. find, "--max-cost", "5.0", "--explain"])).ShouldExit(0);

        found.Out.ShouldMatch(@"sip-fair +best +1 +1 unproven +\$2\.00 +0\.5");
        found.Out.ShouldNotContain("sip-dear");
        explained.Out.ShouldMatch(@"sip-dear +over ceiling .*\$9\.00 expected, \$5\.00 allowed");
    }

    [Fact]
    public async Task FindHelp_Nobody_SaysSo() =>
        (await served.RunAsync("governor", "find-help", "--required", "nobody:knows")).ShouldExit(0)
            .Out.ShouldContain("Nobody can do nobody:knows.");

    [Fact]
    public async Task Explain_Task_TellsOfEachSwarm()
    {
        (await served.RunAsync("coordinator", "register", "explained", "--capabilities", "explain:this")).ShouldExit(0);
        var added = (await served.RunAsync("task", "add", "work", "--requires", "explain:other")).ShouldExit(0);
        var task = added.Out.Split(' ')[2].TrimEnd('.', '\n');

        var explained = (await served.RunAsync("governor", "explain", task)).ShouldExit(0).Out;

        explained.ShouldContain("Needed: explain:other");
        explained.ShouldMatch("explained +not qualified +0 ");
    }

    [Fact]
    public async Task Forget_WhatWasRegistered_TakesItBack()
    {
        (await served.RunAsync("governor", "register", "forgotten", "--tenant", "acme")).ShouldExit(0);

        (await served.RunAsync("governor", "forget", "forgotten")).ShouldExit(0).Out.ShouldNotContain("acme");
    }

    [Fact]
    public async Task ImportSwarms_WithoutYes_ProposesWithLinesAndWritesNothing()
    {
        var file = served.Home.PathOf("swarms.md");
        await File.WriteAllTextAsync(file, "# Ours\n## Session 71: SIP\n- `telephony:trunks`\n- $3/hour\n");
        string[] import = ["governor", "import-swarms", "--from", file, "--capability-inference", "auto"];

        var proposed = (await served.RunAsync(import)).ShouldExit(0).Out;
        var before = (await served.RunAsync("governor", "swarms")).ShouldExit(0).Out;
        (await served.RunAsync([.. import, "--yes"])).ShouldExit(0).Out.ShouldContain("Registered 1 swarms.");
        var after = (await served.RunAsync("governor", "swarms")).ShouldExit(0).Out;

        proposed.ShouldMatch(@"session-71-sip +2");
        proposed.ShouldMatch(@"2 +integration:sip +'SIP'");
        proposed.ShouldMatch(@"3 +telephony:trunks +stated");
        proposed.ShouldContain("Nothing was written.");
        before.ShouldNotContain("session-71-sip");
        after.ShouldMatch(@"session-71-sip +away +\$3\.00 .*integration:sip telephony:trunks");
    }

    [Fact]
    public async Task Rehearse_NothingDecidedYet_ChangesNothing_AndErrorsNameTheFile()
    {
        var file = served.Home.PathOf("rehearsed.yaml");
        await File.WriteAllTextAsync(file, "rules: [{verdict: deny}]");
        (await served.RunAsync("governor", "rehearse", "--policy", file, "--since", "7d")).ShouldExit(0)
            .Out.ShouldContain("Nothing would change.");

        await File.WriteAllTextAsync(file, "rules: 3");
        (await served.RunAsync("governor", "rehearse", "--policy", file)).ShouldExit(3)
            .Error.ShouldContain("rehearsed.yaml:1: rules");
        (await served.RunAsync("governor", "rehearse", "--policy", file, "--since", "ever")).ShouldExit(2);
    }

    [Fact]
    public async Task Policy_NothingLoaded_IsShownAsTheDefaults() =>
        (await served.RunAsync("governor", "policy")).ShouldExit(0)
            .Out.ShouldContain("No policy is loaded: the defaults are in force.");

    [Fact]
    public async Task CheckPolicy_FileWithErrors_NamesEachLine()
    {
        var file = served.Home.PathOf("checked.yaml");
        await File.WriteAllTextAsync(file, "resource_policy:\n  max_cost_per_task: much\nrules: 3\n");

        var refused = (await served.RunAsync("governor", "check-policy", file)).ShouldExit(3);

        refused.Error.ShouldContain("checked.yaml:2: resource_policy.max_cost_per_task");
        refused.Error.ShouldContain("checked.yaml:3: rules");
    }

    [Fact]
    public async Task CheckPolicy_FileThatIsRight_SaysWhatIsInIt()
    {
        var file = served.Home.PathOf("right.yaml");
        await File.WriteAllTextAsync(file, "capability_registry:\n  a:\n    cost_per_hour: 1\n");

        (await served.RunAsync("governor", "check-policy", file)).ShouldExit(0)
            .Out.ShouldContain("can be loaded: 1 swarms, 0 rules, sha256:");
    }
}
