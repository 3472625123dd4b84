using System.CommandLine;
using System.Net;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands;

internal static class UpCommand
{
    private static readonly Option<int?> Port = new("--port")
    {
        Description = "The port; 0 takes a free one [default: 8080].",
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

    private static Task<int> RunAsync(CommandRun run)
    {
        var config = BackendChoice.Apply(FabricConfig.Load(run.Home.Folder), run.Get(Backend), run.Get(Etcd));
        var port = RequirePort(run.Get(Port)) ?? config.Listen.Port;
        return ServerRun.ServeAsync(run, config, new IPEndPoint(config.Listen.Address, port));
    }

    private static int? RequirePort(int? port) => port is null or (>= 0 and <= 65535)
        ? port
        : throw new FabricException(
            ErrorTable.Usage, $"{port} is not a port.", "Ports are 0 to 65535.", "Correct --port.");
}
