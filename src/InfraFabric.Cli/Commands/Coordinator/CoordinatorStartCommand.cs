using System.CommandLine;
using System.Net;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Coordinator;

internal static class CoordinatorStartCommand
{
    private const string Localhost = "localhost:";

    private static readonly Option<string> Backend = new("--backend")
    {
        Description = "Where the state is kept [default: embedded].",
        HelpName = "embedded|etcd",
    };

    private static readonly Option<string> Host = new("--host")
    {
        Description = "The members of the etcd cluster.",
        HelpName = "HOST:PORT[,...]",
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to serve; beyond loopback it takes TLS [default: 127.0.0.1:8080].",
        HelpName = "ADDRESS:PORT",
    };

    public static Command Create()
    {
        var verb = new Verb("start", "Start a server on the chosen backend and serve until it is stopped.")
        {
            Examples =
            [
                "coordinator start",
                "coordinator start --backend etcd --host localhost:2379",
                "coordinator start --listen 0.0.0.0:8443",
            ],
            Options = { Backend, Host, Listen },
        };
        Backend.AcceptOnlyFromAmong("embedded", "etcd");
        verb.Runs(RunAsync);
        return verb;
    }

    private static Task<int> RunAsync(CommandRun run)
    {
        var config = BackendChoice.Apply(FabricConfig.Load(run.Home.Folder), run.Get(Backend), run.Get(Host));
        var listen = run.Get(Listen) is { } asked
            ? Parse(asked)
            : new IPEndPoint(config.Listen.Address, config.Listen.Port);
        return ServerRun.ServeAsync(run, config, listen);
    }

    private static IPEndPoint Parse(string text)
    {
        var numeric = text.StartsWith(Localhost, StringComparison.Ordinal)
            ? $"{IPAddress.Loopback}:{text[Localhost.Length..]}"
            : text;
        // Without a port the framework takes 0, which nobody means who leaves it out.
        var hasPort = !numeric.EndsWith(':')
            && (numeric.StartsWith('[')
                ? numeric.Contains("]:", StringComparison.Ordinal)
                : numeric.AsSpan().Count(':') == 1);
        return hasPort && IPEndPoint.TryParse(numeric, out var place)
            ? place
            : throw new FabricException(ErrorTable.Usage, $"'{text}' is no place to listen.",
                "It is not ADDRESS:PORT.", "Correct --listen, such as --listen 127.0.0.1:8080 or --listen [::]:8443.");
    }
}
