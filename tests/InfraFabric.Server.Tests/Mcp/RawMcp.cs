using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using InfraFabric.Api;

namespace InfraFabric.Server.Tests.Mcp;

/// <summary>Speaks the Model Context Protocol over HTTP by hand, so that a test can say anything.</summary>
internal sealed class RawMcp(HttpClient http, string? token)
{
    private const string SessionHeader = "Mcp-Session-Id";

    private int _requests;

    public string? Session { get; set; }

    public string? Token { get; set; } = token;

    public string? Origin { get; set; }

    /// <summary>Begins a session.</summary>
    public async Task<HttpResponseMessage> BeginAsync()
    {
        var response = await PostAsync("initialize", new
        {
            protocolVersion = "2025-06-18",
            capabilities = new { },
            clientInfo = new { name = "raw", version = "1" },
        });
        if (response.Headers.TryGetValues(SessionHeader, out var session))
            Session = session.Single();
        return response;
    }

    public async Task<JsonElement> CallAsync(string tool, object arguments)
    {
        var response = await PostAsync("tools/call", new { name = tool, arguments });
        response.EnsureSuccessStatusCode();
        return await ReadAsync(response);
    }

    /// <summary>The problem of a tool that was refused.</summary>
    public async Task<string> RefusedAsync(string tool, object arguments)
    {
        var result = (await CallAsync(tool, arguments)).GetProperty("result");
        result.GetProperty("isError").GetBoolean().ShouldBeTrue();
        return JsonDocument.Parse(result.GetProperty("content")[0].GetProperty("text").GetString()!).RootElement
            .GetProperty("code").GetString()!;
    }

    public Task<HttpResponseMessage> PostAsync(string method, object arguments) => SendAsync(
        HttpMethod.Post,
        JsonSerializer.Serialize(new { jsonrpc = "2.0", id = ++_requests, method, @params = arguments }));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string? json = null)
    {
        using var request = new HttpRequestMessage(method, ApiRoutes.Mcp);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (Session is not null)
            request.Headers.Add(SessionHeader, Session);
        if (Origin is not null)
            request.Headers.Add("Origin", Origin);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The answer to a request.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            var message = JsonDocument.Parse(item.Data).RootElement;
            if (message.TryGetProperty("id", out _))
                return message;
        }

        throw new InvalidOperationException("There was no answer.");
    }

    /// <summary>Reads a session's own stream up to an event.</summary>
    public static async Task<JsonElement> UntilAsync(IAsyncEnumerator<SseItem<string>> stream, string kind)
    {
        while (await stream.MoveNextAsync())
        {
            var data = JsonDocument.Parse(stream.Current.Data).RootElement;
            if (data.TryGetProperty("params", out var told) && told.TryGetProperty("data", out var happened)
                && happened.GetProperty("event").GetString() == kind)
            {
                return happened;
            }
        }

        throw new InvalidOperationException($"The stream ended without '{kind}'.");
    }
}
