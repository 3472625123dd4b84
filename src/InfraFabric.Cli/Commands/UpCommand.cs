using System.CommandLine;
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

internal static class UpCommand
{
    private static readonly Option<int?> Port = new("--port")
    {
        Description = "The loopback port; 0 takes a free one [default: 8080].",
        HelpName = "PORT",
    };

    private static readonly Option<string> Backend = new("--backend")
    {
        Description = "Where the state is kept [default: embedded].",
        HelpName = "embedded|etcd",
    };

    private static readonly Option<string> Etcd = new("--etcd")
    {
        Description = "The members of the etcd cluster.",
        HelpName = "HOST:PORT[,...]",
    };

    public static Command Create()
    {
        var verb = new Verb("up", "Start the server and serve until it is stopped.")
        {
            Examples = ["up", "up --port 9000", "up --backend etcd --etcd 127.0.0.1:2379"],
            Options = { Port, Backend, Etcd },
        };
        Backend.AcceptOnlyFromAmong("embedded", "etcd");
        verb.Runs(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(CommandRun run)
    {
        var config = BackendChoice.Apply(FabricConfig.Load(run.Home.Folder), run.Get(Backend), run.Get(Etcd));
        var options = new ServerOptions
        {
            Home = run.Home,
            Address = config.Listen.Address,
            Port = RequirePort(run.Get(Port)) ?? config.Listen.Port,
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

    private static int? RequirePort(int? port) => port is null or (>= 0 and <= 65535)
        ? port
        : throw new FabricException(
            ErrorTable.Usage, $"{port} is not a port.", "Ports are 0 to 65535.", "Correct --port.");

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
