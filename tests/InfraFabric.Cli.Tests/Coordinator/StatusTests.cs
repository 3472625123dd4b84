using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Coordinator;

public sealed class StatusTests
{
    [Fact]
    public async Task Status_OfAFabricAtWork_FitsOneScreen()
    {
        var served = new ServedHome();
        await using var stop = served;
        await served.InitializeAsync();
        await served.RegisterAsync("session-1-ndi", "integration:ndi", "--capacity", "2");
        await served.AddAsync("integration:ndi");
        await served.AddAsync("integration:none");
        (await served.RunAsync("task", "claim", "--swarm", "session-1-ndi")).ShouldExit(0);

        var status = (await served.RunAsync("coordinator", "status")).ShouldExit(0).Out;

        var lines = status.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBeLessThanOrEqualTo(24);
        lines.ShouldAllBe(line => line.Length <= 80);
        Masked.Of(WithoutTimes(status)).ShouldMatchSnapshot("coordinator-status");
    }

    // How long a claim took, and in which second it was made.
    private static string WithoutTimes(string status) => string.Join('\n', status.Split('\n').Select(line =>
        line.StartsWith("claim time", StringComparison.Ordinal) ? "claim time   p50 N ms, p99 N ms"
        : line.StartsWith("claims", StringComparison.Ordinal) ? "claims       1 in the last minute, N per second"
        : line));
}
