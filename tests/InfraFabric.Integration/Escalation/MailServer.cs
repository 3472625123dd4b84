using System.Diagnostics;
using System.Text;
using System.Text.Json;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Escalation;

/// <summary>A mail server that is not ours.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "fabric";
    public const string Password = "correct horse";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;

    private MailServer(params string[] arguments)
    {
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add(Repository.PathOf("tests", "InfraFabric.Integration", "Escalation", "server.mjs"));
        start.ArgumentList.Add(Repository.PathOf("artifacts", "smtp-server"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    /// <summary>Starts one without encryption or login; returns once it listens.</summary>
    public static Task<MailServer> StartAsync(int port) => StartAsync(new MailServer($"{port}", "none"));

    /// <summary>Starts one that asks who sends, over an encrypted connection.</summary>
    public static Task<MailServer> StartAsync(int port, string tls, (string Certificate, string Key) files) =>
        StartAsync(new MailServer($"{port}", tls, files.Certificate, files.Key, User, Password));

    /// <summary>The next message that it takes.</summary>
    public async Task<JsonElement> ReadAsync() =>
        JsonDocument.Parse((await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience))!).RootElement;

    /// <summary>The text of a message, as a reader of mail shows it.</summary>
    public static string TextOf(JsonElement message)
    {
        var data = message.GetProperty("data").GetString()!;
        var body = data[data.IndexOf("\r\n\r\n", StringComparison.Ordinal)..];
        return Encoding.UTF8.GetString(Convert.FromBase64String(body));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<MailServer> StartAsync(MailServer server)
    {
        (await server._process.StandardOutput.ReadLineAsync().WaitAsync(Patience)).ShouldBe("listening");
        return server;
    }
}
