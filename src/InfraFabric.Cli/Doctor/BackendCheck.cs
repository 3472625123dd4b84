using InfraFabric.Api.State;
using InfraFabric.Cli.Commands.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Doctor;

/// <summary>
/// Whether the state answers: through the server that runs, else opened here, which also verifies it.
/// </summary>
internal static class BackendCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Finding> LookAsync(CommandRun run, FabricConfig config)
    {
        var isNew = config.Backend == StateBackend.Embedded && !Directory.Exists(config.Embedded.Directory);
        if (run.Server is null && isNew)
            return Finding.Ok("backend", $"embedded, {config.Embedded.Directory} is not there yet");
        try
        {
            var stats = await ReadAsync(run).WaitAsync(Patience, run.Time, run.Cancellation);
            return Finding.Ok("backend", $"{stats.Backend}, {stats.Location}, revision {stats.Revision}");
        }
        catch (FabricException error)
        {
            return Finding.Broken("backend", $"{error.What} {error.Why}", error.Fix);
        }
        catch (TimeoutException)
        {
            return Finding.Broken("backend", $"it did not answer within {Patience.TotalSeconds:0} s",
                "Look at its load and its disk.");
        }
    }

    private static async Task<StatsBody> ReadAsync(CommandRun run)
    {
        await using var source = await StateSource.OpenAsync(run);
        return await source.Api.GetStatsAsync(run.Cancellation);
    }
}
