using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Identity;

/// <summary>Does what the guide tells an agent without a library to do.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task Guide_FollowedInAShell_EndsWithAnAnswerForTheAgent()
    {
        var guide = await File.ReadAllTextAsync(Repository.PathOf("docs", "guides", "identities.md"));
        var script = guide.Split("```sh\n")[1].Split("```")[0];
        using var home = new TestHome();
        await using var server = await RunningServer.StartAsync(home);
        script = script.Replace("url=http://127.0.0.1:8080", $"url={server.Url}", StringComparison.Ordinal);

        var result = (await home.RunAsync("bash", ["-euo", "pipefail", "-c", script])).ShouldExit(0);

        result.Out.ShouldContain("if://agent/shell/1");
        result.Out.ShouldContain("\"backend\":\"embedded\"");
        File.GetUnixFileMode(home.PathOf("agent.pem")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
