using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Witness;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Cli.Commands.Witness;

/// <summary>The log that a command reads: the one that is named, else that of the server.</summary>
internal sealed class NamedLog : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly IDisposable? _connection;

    private NamedLog(ILogSource source, IDisposable? connection)
    {
        Source = source;
        _connection = connection;
    }

    public ILogSource Source { get; }

    /// <summary>The log of a folder, an address or a bucket; of the server if nothing is named.</summary>
    /// <param name="run">The command.</param>
    /// <param name="named">What it names.</param>
    /// <param name="newest">Whether of the server the newest checkpoint is read, cosigned or not.</param>
    public static NamedLog Open(CommandRun run, string? named, bool newest = false)
    {
        if (named is null)
        {
            var caller = ServerAccess.Open(run);
            return new NamedLog(new ServedLog(caller, newest), caller);
        }

        if (IsAddress(named, out var address))
        {
            if (IsServer(run, address))
                return Open(run, named: null);
            // Nothing is read from where the answer sends us to: what is verified is what was named.
            var http = new HttpMessageInvoker(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = ConnectTimeout,
            });
            return new NamedLog(new HttpLog(http, address, run.Time), http);
        }

        if (AnchorPlaces.IsBucket(named))
        {
            var place = AnchorPlaces.Open(named);
            return new NamedLog(place.Log, place);
        }

        return Directory.Exists(named)
            ? new NamedLog(new FolderLog(Path.GetFullPath(named)), null)
            : throw new FabricException(ErrorTable.NotFound, $"There is no log at {named}.",
                "It is neither a folder that is there nor an address.", "Name a folder, http(s)://... or s3://...");
    }

    /// <summary>Whether a text is the address of a log.</summary>
    public static bool IsAddress(string named, out Uri address) =>
        Uri.TryCreate(named, UriKind.Absolute, out address!) && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0;

    /// <summary>Whether the address is that of the server that the command would ask, which shows it more.</summary>
    private static bool IsServer(CommandRun run, Uri address)
    {
        if (address.AbsolutePath != "/")
            return false;
        if (run.Server is { } server)
            return Uri.TryCreate(server, UriKind.Absolute, out var named) && IsSame(named, address);
        return ServerAccess.Serves(run.Home.Socket) && HomeLock.ReadHolder(run.Home) is { } info
            && Uri.TryCreate(info.Url, UriKind.Absolute, out var own) && IsSame(own, address);
    }

    private static bool IsSame(Uri one, Uri other) => one.Scheme == other.Scheme && one.Port == other.Port
        && (one.Host == other.Host || (one.IsLoopback && other.IsLoopback));

    public void Dispose() => _connection?.Dispose();
}
