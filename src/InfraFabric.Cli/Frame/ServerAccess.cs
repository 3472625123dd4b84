using System.Net.Sockets;
using InfraFabric.Api.Identity;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Frame;

/// <summary>Which server a command calls, and as whom.</summary>
internal static class ServerAccess
{
    /// <summary>The server that <c>--server</c> names, else the one that serves the home; or an error.</summary>
    public static ServerCaller Open(CommandRun run) => Find(run) ?? throw new FabricException(
        ErrorTable.ServerUnreachable, $"No server serves the home {run.Home.Folder}.",
        "This command asks a server.", "Start one with 'ifctl up', or name one with --server.");

    /// <summary>The same, or null if no server is named and none serves the home.</summary>
    public static ServerCaller? Find(CommandRun run)
    {
        if (run.Server is { } named)
            return Call(run, ServerAddress.Parse(named));
        return Serves(run.Home.Socket) ? Call(run, ServerAddress.OfSocket(run.Home.Socket)) : null;
    }

    /// <summary>The same server, called as an agent whose key is at hand.</summary>
    public static ServerCaller OpenAs(CommandRun run, AgentIdentity identity) => new(
        run.Server is { } named ? ServerAddress.Parse(named) : ServerAddress.OfSocket(run.Home.Socket),
        run.Trace, new ServerCallerOptions
        {
            Identity = identity,
            AuthorityFile = File.Exists(run.Home.TrustFile) ? run.Home.TrustFile : null,
            Time = run.Time,
        });

    /// <summary>Whether a server listens on a socket; one that was killed leaves its socket behind.</summary>
    public static bool Serves(string socket)
    {
        if (!File.Exists(socket))
            return false;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    private static ServerCaller Call(CommandRun run, ServerAddress address) =>
        new(address, run.Trace, new ServerCallerOptions
        {
            Identity = IdentityFor(run, address),
            AuthorityFile = File.Exists(run.Home.TrustFile) ? run.Home.TrustFile : null,
            Time = run.Time,
        });

    // Through the socket the file system says who calls, unless the command is to be run as somebody else.
    private static AgentIdentity? IdentityFor(CommandRun run, ServerAddress address)
    {
        if (run.Identity is { } named)
        {
            var name = AgentNames.Parse(named);
            return new AgentIdentity(name, KeyFile.Load(run.Home.KeyOf(name)));
        }

        return address.Socket is null && File.Exists(run.Home.OperatorKey)
            ? new AgentIdentity(OperatorIdentity.Name, KeyFile.Load(run.Home.OperatorKey))
            : null;
    }
}
