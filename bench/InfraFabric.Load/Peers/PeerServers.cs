namespace InfraFabric.Load.Peers;

/// <summary>The servers beside us, each durable before it answers.</summary>
internal static class PeerServers
{
    private const string PostgresFolder = "/usr/lib/postgresql/15/bin";

    public static Task<ServerProcess> RedisAsync() => ServerProcess.StartAsync("redis-server", (port, scratch) =>
    [
        "--port", $"{port}", "--bind", "127.0.0.1", "--dir", scratch.Path, "--save", "", "--appendonly", "yes",
        "--appendfsync", "always",
    ]);

    public static Task<ServerProcess> NatsAsync() => ServerProcess.StartAsync(
        File.Exists("/usr/sbin/nats-server") ? "/usr/sbin/nats-server" : "nats-server",
        (port, _) => ["--addr", "127.0.0.1", "--port", $"{port}"]);

    public static Task<ServerProcess> PostgresAsync()
    {
        // It refuses to run as root.
        string[] lead = Environment.IsPrivilegedProcess
            ? ["--reuid=postgres", "--regid=postgres", "--init-groups"]
            : ["--no-new-privs"];
        return ServerProcess.StartAsync("setpriv",
            (port, scratch) =>
            [
                .. lead, $"{PostgresFolder}/postgres", "-D", scratch.File("data"), "-p", $"{port}",
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
                "-c", "fsync=on", "-c", "synchronous_commit=on",
            ],
            async scratch =>
            {
                if (Environment.IsPrivilegedProcess)
                    await ServerProcess.RunAsync("chown", "postgres:postgres", scratch.Path);
                await ServerProcess.RunAsync("setpriv",
                [
                    .. lead, $"{PostgresFolder}/initdb", "-D", scratch.File("data"), "-A", "trust", "-U", "postgres",
                    "-E", "UTF8", "--locale=C",
                ]);
            });
    }
}
