using System.Net;
using System.Net.Sockets;
using InfraFabric.Api.Local;
using InfraFabric.Core.Config;
using InfraFabric.Server.Hosting;

namespace InfraFabric.Cli.Doctor;

/// <summary>Whether the server's port is free, or the server's own.</summary>
internal static class PortCheck
{
    public static Finding Look(FabricHome home, FabricConfig config)
    {
        var (address, port) = config.Listen;
        var where = new IPEndPoint(address, port);
        if (HomeLock.ReadHolder(home) is { } holder && holder.Url.EndsWith($":{port}", StringComparison.Ordinal))
            return Finding.Ok("port", $"{where} is served by process {holder.ProcessId}");
        try
        {
            using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(where);
            return Finding.Ok("port", $"{where} is free");
        }
        catch (SocketException refused)
        {
            return Finding.Broken("port", $"{where} cannot be listened on: {refused.Message}",
                $"Stop what uses it ('ss -ltnp sport = :{port}' names it), or set listen.port in {home.ConfigFile}.");
        }
    }
}
