using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace InfraFabric.Server.Tests.Coordination;

/// <summary>Calls of the coordinator's API as any HTTP client makes them.</summary>
internal static class ApiCallExtensions
{
    public static async Task<(int Status, JsonElement Body)> CallAsync(
        this HttpClient http, string method, string path, string? json = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        var body = response.Content.Headers.ContentLength == 0
            ? default
            : await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, body);
    }

    public static async Task<long> RegisterAsync(this HttpClient http, string swarm, string json = "{}")
    {
        var (status, body) = await http.CallAsync("PUT", $"/v1/swarms/{swarm}", json);
        status.ShouldBe(200);
        return body.GetProperty("session").GetInt64();
    }

    public static async Task<string> AddTaskAsync(this HttpClient http, string json = """{"type":"work"}""")
    {
        var (status, body) = await http.CallAsync("POST", "/v1/tasks", json);
        status.ShouldBe(201);
        return body.GetProperty("id").GetString()!;
    }

    public static string Code(this JsonElement problem) => problem.GetProperty("code").GetString()!;
}
