using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Integration.Escalation;

/// <summary>Whoever is called over HTTP when a person must be told.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Channel<(string Path, string? Signature, string? Id, byte[] Body)> _calls =
        Channel.CreateUnbounded<(string, string?, string?, byte[])>();

    private readonly WebApplication _app;

    private HookReceiver(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public static async Task<HookReceiver> StartAsync(int port)
    {
        var receiver = new HookReceiver(port);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The next call: to where, under which id, what it says, and whether a secret has signed it.</summary>
    public async Task<(string Path, string? Id, JsonElement Body, bool IsSigned)> ReadAsync(string secret)
    {
        var (path, signature, id, body) = await _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        return (path, id, JsonDocument.Parse(body).RootElement, IsSigned(secret, signature, body));
    }

    /// <summary>How many calls wait to be read.</summary>
    public int Waiting => _calls.Reader.Count;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await _calls.Writer.WriteAsync((
            context.Request.Path.ToString(), context.Request.Headers["IF-Signature"].FirstOrDefault(),
            context.Request.Headers["IF-Message"].FirstOrDefault(), body.ToArray()));
        context.Response.StatusCode = 204;
    }

    // As the guide tells whoever writes a receiver.
    private static bool IsSigned(string secret, string? signature, byte[] body)
    {
        if (signature?.Split(",v1=") is not [var stamp, var code] || !stamp.StartsWith("t=", StringComparison.Ordinal))
            return false;
        var at = long.Parse(stamp[2..], CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{at}."), .. body];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(code))
            && Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - at) < 300;
    }
}
