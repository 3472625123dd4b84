using System.Net.Http.Headers;
using System.Text.Json;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Messages;

namespace InfraFabric.Server.Escalation;

/// <summary>
/// A room that takes what Slack's incoming webhooks take. Its address is a secret: whoever knows it can write there.
/// </summary>
internal sealed class SlackChannel(string name, EscalationSeverity least, string urlFile, HttpClient http)
    : IEscalationChannel
{
    public string Name => name;

    public EscalationSeverity Least => least;

    public async Task SendAsync(EscalationMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ReadUrl(urlFile, name))
        {
            Content = new ByteArrayContent(BodyOf(message)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await HttpAnswers.RequireSuccessAsync(http, request, cancellationToken);
    }

    /// <summary>The address that is all that a file holds.</summary>
    public static Uri ReadUrl(string file, string name)
    {
        var text = PrivateFile.ReadPassword(file, $"the channel '{name}'");
        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw new FabricException(ErrorTable.ConfigInvalid, $"{file} does not hold an address.",
                "It must begin with https://, or with http:// on this machine.",
                "Put the address of the webhook, and nothing else, into that file.");
    }

    public static byte[] BodyOf(EscalationMessage message)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("text", Escape($"{EscalationText.SubjectOf(message)}\n{EscalationText.BodyOf(message)}"));
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    // The three characters with which links and mentions are written: nothing that an agent says may call everybody.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
