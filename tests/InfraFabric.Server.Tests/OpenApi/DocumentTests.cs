using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Server.OpenApi;
using Microsoft.OpenApi;
using ReadDocument = Microsoft.OpenApi.OpenApiDocument;

namespace InfraFabric.Server.Tests.OpenApi;

/// <summary>What the server says of its API, held to what it does.</summary>
public sealed class DocumentTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static string SnapshotFile => Path.Combine(RepositoryFolder(), "docs", "reference", "openapi.json");

    [Fact]
    public void Endpoints_AllOfThem_AreMappedFromACall()
    {
        var unnamed = server.Server.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ApiCall>() is null);

        unnamed.Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_ReadByAnotherReader_HasNoFaults()
    {
        var text = await server.Tcp.GetStringAsync(ApiRoutes.OpenApi);

        var read = ReadDocument.Parse(text, OpenApiConstants.Json);

        read.Diagnostic.ShouldNotBeNull().Errors.Select(error => error.ToString()).ShouldBeEmpty();
        read.Diagnostic.Warnings.Select(warning => warning.ToString()).ShouldBeEmpty();
        read.Diagnostic.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        read.Document.ShouldNotBeNull().Info.Version.ShouldBe("1.2.3");
    }

    [Fact]
    public async Task Document_EveryMappedCall_IsInItUnderItsName()
    {
        var paths = (await GetAsync()).GetProperty("paths");

        var calls = server.Server.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ApiCall>()!).ToList();

        calls.Count.ShouldBeGreaterThan(40);
        calls.Select(call => call.Name).ShouldBeUnique();
        foreach (var call in calls)
        {
            paths.GetProperty(call.Path).GetProperty(call.Method.ToLowerInvariant()).GetProperty("operationId")
                .GetString().ShouldBe(call.Name);
        }
    }

    [Fact]
    public async Task Document_Of412_SaysItWhereAVersionCanBeNamedAndNowhereElse()
    {
        var paths = (await GetAsync()).GetProperty("paths");

        var calls = server.Server.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ApiCall>()!).ToList();
        var said = calls.Where(call => paths.GetProperty(call.Path).GetProperty(call.Method.ToLowerInvariant())
            .GetProperty("responses").TryGetProperty("412", out _));

        said.Select(call => call.Name).Order().ShouldBe(
            ["identity_delete", "identity_disable", "identity_enable", "identity_register"]);
        said.ShouldBe(calls.Where(call => call.TakesIfMatch));
    }

    [Fact]
    public async Task Document_EveryBody_IsDescribed()
    {
        var schemas = (await GetAsync()).GetProperty("components").GetProperty("schemas");

        var silent = schemas.EnumerateObject().Where(schema => !schema.Value.TryGetProperty("description", out _))
            .Select(schema => schema.Name);

        silent.ShouldBe(["RetryEnvelope"]);
    }

    [Fact]
    public async Task Document_OnThePage_IsWhatTheServerSays()
    {
        var served = (await server.Tcp.GetFromJsonAsync<JsonObject>(ApiRoutes.OpenApi))!;
        served["info"]!["version"] = "v1";
        var text = served.ToJsonString(OpenApiEndpoint.Readable) + "\n";

        if (Environment.GetEnvironmentVariable("IF_REWRITE_DOCS") == "1")
            await File.WriteAllTextAsync(SnapshotFile, text, TestContext.Current.CancellationToken);

        (await File.ReadAllTextAsync(SnapshotFile, TestContext.Current.CancellationToken)).ShouldBe(
            text, "run the tests with IF_REWRITE_DOCS=1 to write the page anew");
    }

    [Fact]
    public async Task Answers_OfARunningServer_MatchTheirSchemas()
    {
        var check = new SchemaCheck(await GetAsync());
        var registered = await PutAsync("/v1/swarms/documented", """{"capabilities":["docs:write"],"capacity":4}""");
        var session = registered.GetProperty("session").GetInt64();
        var added = await PostAsync(
            "/v1/tasks", """{"type":"documented","payload":{"page":1},"budget_micro_usd":5000}""");
        var id = added.GetProperty("id").GetString()!;
        var claims = await PostAsync("/v1/swarms/documented/claims", $$"""{"session":{{session}},"task":"{{id}}"}""");
        var problem = await PostAsync($"/v1/tasks/{id}/complete", """{"fence":1}""");

        check.Faults(check.AnswerOf("/v1/swarms/{swarm}", "put"), registered).ShouldBeEmpty();
        check.Faults(check.AnswerOf("/v1/tasks", "post", "201"), added).ShouldBeEmpty();
        check.Faults(check.AnswerOf("/v1/swarms/{swarm}/claims", "post"), claims).ShouldBeEmpty();
        check.Faults(check.Named("Problem"), problem).ShouldBeEmpty();
        foreach (var (path, real) in new[]
        {
            ("/v1/tasks/{task}", $"/v1/tasks/{id}"), ("/v1/tasks", "/v1/tasks"), ("/v1/swarms", "/v1/swarms"),
            ("/v1/swarms/{swarm}", "/v1/swarms/documented"), ("/v1/coordinator/status", "/v1/coordinator/status"),
            ("/v1/blockers", "/v1/blockers"), ("/v1/identities", "/v1/identities"), ("/v1/version", "/v1/version"),
            ("/v1/state/stats", "/v1/state/stats"), ("/v1/state/records", "/v1/state/records?limit=3"),
            ("/healthz", "/healthz"), ("/readyz", "/readyz"),
        })
        {
            var answer = await server.Owner.GetFromJsonAsync<JsonElement>(real);
            check.Faults(check.AnswerOf(path, "get"), answer).ShouldBeEmpty(path);
        }
    }

    private async Task<JsonElement> GetAsync() => await server.Tcp.GetFromJsonAsync<JsonElement>(ApiRoutes.OpenApi);

    private async Task<JsonElement> PutAsync(string path, string json) =>
        await ReadAsync(await server.Owner.PutAsync(path, Json(json)));

    private async Task<JsonElement> PostAsync(string path, string json) =>
        await ReadAsync(await server.Owner.PostAsync(path, Json(json)));

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>();

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "InfraFabric.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
