using InfraFabric.Core.Errors;

namespace InfraFabric.Client;

/// <summary>Where a server is: <c>http://host:port</c>, or <c>unix:///path/of/its/socket</c>.</summary>
public sealed record ServerAddress
{
    private ServerAddress(Uri baseAddress, string? socket)
    {
        BaseAddress = baseAddress;
        Socket = socket;
    }

    /// <summary>What requests are made relative to. Over a socket its host means nothing.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The path of the Unix socket, if it is one.</summary>
    public string? Socket { get; }

    public static ServerAddress OfSocket(string path) => new(new Uri("http://localhost"), Path.GetFullPath(path));

    public static ServerAddress Parse(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            if (uri.Scheme == "unix" && uri.Host.Length == 0 && uri.AbsolutePath.Length > 1)
                return OfSocket(Uri.UnescapeDataString(uri.AbsolutePath));
            if (uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0)
                return new ServerAddress(uri, null);
        }

        throw new FabricException(ErrorTable.Usage, $"'{text}' is not the address of a server.",
            "It is neither http://HOST:PORT nor unix:///PATH.", "Correct --server, such as http://127.0.0.1:8080.");
    }

    public override string ToString() => Socket ?? BaseAddress.GetLeftPart(UriPartial.Authority);
}
