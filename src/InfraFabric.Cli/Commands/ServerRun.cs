using System.Net;
using InfraFabric.Api;
using InfraFabric.Api.Local;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Server;
using InfraFabric.Server.Backends;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace InfraFabric.Cli.Commands;

/// <summary>Serves until it is told to stop: what <c>up</c> and <c>coordinator start</c> share.</summary>
internal static class ServerRun
{
    /// <summary>Returns the exit code once the server has stopped.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="config">What the file says, with what the line says in its place.</param>
    /// <param name="listen">Where to listen.</param>
    public static async Task<int> ServeAsync(CommandRun run, FabricConfig config, IPEndPoint listen)
    {
        var options = new ServerOptions
        {
            Home = run.Home,
            Address = listen.Address,
            Port = listen.Port,
            Tls = config.Listen.Tls is { } tls ? new TlsFiles(tls.CertificateFile, tls.KeyFile) : null,
            RequestsPerSecond = config.Listen.RequestsPerSecond,
            RequireWhy = config.RequireWhy,
            Coordinator = config.Coordinator,
            KeepEndedTasks = config.Retention.EndedTasks,
            BlobsDirectory = config.Blobs.Directory,
            Witness = config.Witness,
            Escalation = config.Escalation,
            Version = BuildInfo.Current(),
        };
        using var home = HomeLock.Take(run.Home);
        await using var store = await OpenAsync(run, config);
        await using var server = await FabricServer.StartAsync(
            options, home, store, run.Time, LogWarnings, run.Cancellation);
        await AnnounceAsync(run, server.Info);
        await Task.Delay(Timeout.InfiniteTimeSpan, run.Time, run.Cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Done;
    }

    private static async Task<IStateStore> OpenAsync(CommandRun run, FabricConfig config)
    {
        using var progress = new Progress(run.Time, () => "opening the state...");
        return await StateBackends.OpenAsync(config, run.Time, run.Cancellation);
    }

    private static async Task AnnounceAsync(CommandRun run, ServerInfo info)
    {
        run.Terminal.Answer(info, () => ApiJson.Wire.ServerInfo, (shown, terminal) => terminal.Line($"""
            InfraFabric serves {shown.Url}
              home     {run.Home.Folder}
              backend  {shown.Backend}
              stop     Ctrl-C, or kill {shown.ProcessId}
            """));
        await Console.Out.FlushAsync();
    }

    // Quiet in normal use; what goes wrong stands on standard error, where it cannot mix with an answer.
    private static void LogWarnings(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Warning);
        // A start that fails ends this command with an error of ours.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }
}
