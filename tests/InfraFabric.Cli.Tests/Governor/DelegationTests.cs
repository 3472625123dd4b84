using InfraFabric.Cli.Tests.Program;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Cli.Tests.Governor;

public sealed class DelegationTests(ServedHome served) : IClassFixture<ServedHome>
{
    [Fact]
    public async Task Delegate_ToAnAgent_IsCheckedWithoutAServer()
    {
        (await served.RunAsync("identity", "create", "helper/1", "--scopes", "swarm")).ShouldExit(0);
        var made = (await served.RunAsync(
            "governor", "delegate", "swarm/lead", "2.5", "--to", "helper/1", "--for", "2h", "--kinds", "research"))
            .ShouldExit(0);

        var shown = (await served.RunAsync("governor", "check-delegation", made.Out.Trim())).ShouldExit(0);

        shown.Out.ShouldContain("swarm/lead");
        shown.Out.ShouldContain("$2.50");
        shown.Out.ShouldContain("research");
        shown.Out.ShouldContain("if://agent/operator/0");
    }

    [Fact]
    public async Task Delegate_ByItsHolder_HandsOnLessAndNoMore()
    {
        using var other = SigningKey.Generate();
        (await served.RunAsync("identity", "create", "holder/1", "--scopes", "swarm")).ShouldExit(0);
        var made = (await served.RunAsync("governor", "delegate", "fabric", "2", "--to", "holder/1")).ShouldExit(0);
        string[] handOn =
            ["--to", other.VerifyKey.ToString(), "--identity", "holder/1"];

        var less = await served.RunAsync(["governor", "delegate", made.Out.Trim(), "1", .. handOn]);
        var more = await served.RunAsync(["governor", "delegate", made.Out.Trim(), "3", .. handOn]);

        less.ShouldExit(0).Error.ShouldContain("$1.00 of fabric");
        more.ShouldExit(2).Error.ShouldContain("$3.00 is more than the $2.00");
    }

    [Fact]
    public async Task CheckDelegation_WithAnotherKey_IsRefused()
    {
        using var other = SigningKey.Generate();
        var key = other.VerifyKey.ToString();
        var made = (await served.RunAsync("governor", "delegate", "fabric", "2", "--to", key)).ShouldExit(0);

        var refused = await served.RunAsync("governor", "check-delegation", made.Out.Trim(), "--key", key);

        refused.ShouldExit(6).Error.ShouldContain("IF_ERR_DELEGATION_INVALID");
    }
}
