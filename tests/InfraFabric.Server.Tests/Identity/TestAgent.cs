using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using InfraFabric.Api;
using InfraFabric.Api.Identity;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;

namespace InfraFabric.Server.Tests.Identity;

/// <summary>An agent with a key of its own, that speaks the protocol by hand.</summary>
internal sealed class TestAgent(string name) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public AgentName Name { get; } = AgentName.Parse(name);

    public SigningKey Key { get; } = SigningKey.Generate();

    public AgentIdentity Identity => new(Name, Key);

    public static async Task<TestAgent> RegisterAsync(ServerFixture server, string name, params string[] scopes)
    {
        var agent = new TestAgent(name);
        (await agent.PutAsync(server, scopes)).EnsureSuccessStatusCode();
        return agent;
    }

    /// <summary>Has the operator register this agent, or change it.</summary>
    public Task<HttpResponseMessage> PutAsync(ServerFixture server, string[] scopes, string query = "") =>
        server.Owner.PutAsJsonAsync(
            ApiRoutes.Identity(Name) + query, new RegisterIdentityBody(Key.VerifyKey.ToString(), scopes),
            ApiJson.Default.RegisterIdentityBody);

    public async Task DisableAsync(ServerFixture server) =>
        (await server.Owner.PostAsync(ApiRoutes.Identity(Name) + "/disable", null)).EnsureSuccessStatusCode();

    public async Task DeleteAsync(ServerFixture server) =>
        (await server.Owner.DeleteAsync(ApiRoutes.Identity(Name))).EnsureSuccessStatusCode();

    public async Task<ChallengeBody> ChallengeAsync(HttpClient http)
    {
        var response = await http.PostAsJsonAsync(
            ApiRoutes.AuthChallenge, new ChallengeRequestBody(Name.ToString()), ApiJson.Default.ChallengeRequestBody);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ApiJson.Default.ChallengeBody))!;
    }

    public byte[] Sign(ChallengeBody challenge) =>
        Key.Sign(AuthText.Of(challenge.Audience, Name, challenge.Nonce, challenge.ExpiresAt));

    public static Task<HttpResponseMessage> AnswerAsync(
        HttpClient http, string challenge, byte[] signature, params string[]? scopes) => http.PostAsJsonAsync(
            ApiRoutes.AuthToken, new TokenRequestBody(challenge, signature, scopes is { Length: > 0 } ? scopes : null),
            ApiJson.Default.TokenRequestBody);

    public async Task<HttpResponseMessage> AskTokenAsync(HttpClient http, params string[] scopes)
    {
        var challenge = await ChallengeAsync(http);
        return await AnswerAsync(http, challenge.Challenge, Sign(challenge), scopes);
    }

    public async Task<string> TokenAsync(HttpClient http, params string[] scopes)
    {
        var response = (await AskTokenAsync(http, scopes)).EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ApiJson.Default.TokenBody))!.Token;
    }

    public static async Task<HttpResponseMessage> GetAsync(HttpClient http, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Asks until the answer is that one. A call under way when its identity ends is cut off.</summary>
    public static async Task UntilAsync(
        HttpClient http, string token, HttpStatusCode status, Action? between = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await TryGetAsync(http, token) != status)
        {
            patience.Token.ThrowIfCancellationRequested();
            between?.Invoke();
        }
    }

    public void Dispose() => Key.Dispose();

    private static async Task<HttpStatusCode?> TryGetAsync(HttpClient http, string token)
    {
        try
        {
            return (await GetAsync(http, token, ApiRoutes.StateStats)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
