using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Core.Crypto;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Server.Escalation;

/// <summary>
/// A program that is called over HTTP. Each call is signed with a secret that both know: the HMAC-SHA256 of the time, a
/// point, and the body.
/// </summary>
internal sealed class WebhookChannel(
    string name, EscalationSeverity least, Uri endpoint, string secretFile, HttpClient http, TimeProvider time)
    : IEscalationChannel
{
    /// <summary>The header of the signature: <c>t=1763728800,v1=…</c>.</summary>
    public const string SignatureHeader = "IF-Signature";

    /// <summary>The header with the id of the message.</summary>
    public const string MessageHeader = "IF-Message";

    public string Name => name;

    public EscalationSeverity Least => least;

    public async Task SendAsync(EscalationMessage message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            EscalationBodies.From(message), ApiJson.Wire.EscalationNoticeBody);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(MessageHeader, message.Id);
        // Read each time, so that a new secret needs no new start.
        var secret = Encoding.UTF8.GetBytes(PrivateFile.ReadPassword(secretFile, $"the channel '{name}'"));
        request.Headers.Add(SignatureHeader, Sign(secret, time.GetUtcNow().ToUnixTimeSeconds(), body));
        await HttpAnswers.RequireSuccessAsync(http, request, cancellationToken);
    }

    public static string Sign(ReadOnlySpan<byte> secret, long at, ReadOnlySpan<byte> body)
    {
        var stamp = at.ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(stamp + "."));
        hmac.AppendData(body);
        return $"t={stamp},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
