using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using InfraFabric.Api.Tasks;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Coordination;

/// <summary>Tasks, claims and swarms over HTTP.</summary>
public sealed class CoordinationApiTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private HttpClient Http => server.Owner;

    [Fact]
    public async Task Task_FromAddToResult_IsSeenAtEveryStep()
    {
        var session = await Http.RegisterAsync("whole", """{"capabilities":["api:whole"]}""");
        var task = await Http.AddTaskAsync(
            """{"type":"research","title":"T","payload":{"q":[1,2]},"requires":["api:whole"],"priority":2}""");

        var (_, claimed) = await Http.CallAsync("POST", "/v1/swarms/whole/claims", $$"""{"session":{{session}}}""");
        var claim = claimed.GetProperty("claims")[0];
        var fence = claim.GetProperty("fence").GetInt64();
        var (_, started) = await Http.CallAsync("POST", $"/v1/tasks/{task}/start", $$"""{"fence":{{fence}}}""");
        await Http.CallAsync(
            "POST", $"/v1/tasks/{task}/progress", $$"""{"fence":{{fence}},"note":"so so","percent":40}""");
        var (_, running) = await Http.CallAsync("GET", $"/v1/tasks/{task}");
        var (done, _) = await Http.CallAsync(
            "POST", $"/v1/tasks/{task}/complete", $$$"""{"fence":{{{fence}}},"result":{"found":true}}""");
        var (_, ended) = await Http.CallAsync("GET", $"/v1/tasks/{task}");

        claim.GetProperty("spec").GetProperty("payload").GetProperty("q")[1].GetInt32().ShouldBe(2);
        started.GetProperty("state").GetString().ShouldBe("running");
        running.GetProperty("progress").GetProperty("percent").GetInt32().ShouldBe(40);
        running.GetProperty("swarm").GetString().ShouldBe("whole");
        done.ShouldBe(200);
        ended.GetProperty("state").GetString().ShouldBe("completed");
        ended.GetProperty("result").GetProperty("found").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Add_TheSameKeyTwice_IsTheSameTask_AnotherTaskIsRefused()
    {
        const string task = """{"type":"keyed","requires":["api:none"]}""";
        var (first, one) = await Http.CallAsync("POST", "/v1/tasks", task, "k1");
        var (again, two) = await Http.CallAsync("POST", "/v1/tasks", task, "k1");
        var (other, refused) = await Http.CallAsync("POST", "/v1/tasks", """{"type":"other"}""", "k1");

        (first, again, other).ShouldBe((201, 200, 422));
        two.GetProperty("id").GetString().ShouldBe(one.GetProperty("id").GetString());
        refused.Code().ShouldBe("IF_ERR_IDEMPOTENCY_MISMATCH");
    }

    [Fact]
    public async Task Claim_RefusedForEachReason_SaysWhich()
    {
        var session = await Http.RegisterAsync("picky", """{"capabilities":["api:picky"],"capacity":2}""");
        var other = await Http.RegisterAsync("quick", """{"capabilities":["api:picky"]}""");
        var owned = await Http.AddTaskAsync("""{"type":"work","requires":["api:picky"]}""");
        await Http.CallAsync("POST", "/v1/swarms/quick/claims", $$"""{"session":{{other}},"task":"{{owned}}"}""");
        var foreign = await Http.AddTaskAsync("""{"type":"work","requires":["api:unknown"]}""");
        var waiting = await Http.AddTaskAsync(
            $$"""{"type":"work","requires":["api:picky"],"depends_on":["{{owned}}"]}""");

        (await ClaimAsync(owned)).ShouldBe((409, "IF_ERR_TASK_OWNED"));
        (await ClaimAsync(foreign)).ShouldBe((409, "IF_ERR_NOT_CAPABLE"));
        (await ClaimAsync(waiting)).ShouldBe((409, "IF_ERR_TASK_NOT_READY"));
        (await ClaimAsync("0198c5a2-1f00-7abc-8def-0123456789ab")).ShouldBe((404, "IF_ERR_NOT_FOUND"));
        var (gone, problem) = await Http.CallAsync("POST", "/v1/swarms/picky/claims", """{"session":1}""");
        (gone, problem.Code()).ShouldBe((409, "IF_ERR_SESSION_GONE"));

        async Task<(int, string)> ClaimAsync(string task)
        {
            var (status, body) = await Http.CallAsync(
                "POST", "/v1/swarms/picky/claims", $$"""{"session":{{session}},"task":"{{task}}"}""");
            return (status, body.Code());
        }
    }

    [Fact]
    public async Task Work_WithAStaleFence_IsRefusedWithItsCode()
    {
        var session = await Http.RegisterAsync("stale", """{"capabilities":["api:stale"]}""");
        var task = await Http.AddTaskAsync("""{"type":"work","requires":["api:stale"]}""");
        var (_, body) = await Http.CallAsync("POST", "/v1/swarms/stale/claims", $$"""{"session":{{session}}}""");
        var fence = body.GetProperty("claims")[0].GetProperty("fence").GetInt64();
        await Http.CallAsync("POST", $"/v1/tasks/{task}/cancel", """{"reason":"enough"}""");

        var (status, problem) = await Http.CallAsync("POST", $"/v1/tasks/{task}/complete", $$"""{"fence":{{fence}}}""");

        (status, problem.Code()).ShouldBe((409, "IF_ERR_FENCE_STALE"));
        problem.GetProperty("why").GetString()!.ShouldContain("cancelled");
    }

    [Fact]
    public async Task List_Filtered_IsPagedToItsEnd()
    {
        for (var i = 0; i < 25; i++)
            await Http.AddTaskAsync("""{"type":"listed","phase":"p1","requires":["api:nobody"]}""");

        var seen = new List<string>();
        string? after = null;
        do
        {
            var rest = after is null ? "" : $"&after={after}";
            var (_, page) = await Http.CallAsync(
                "GET", $"/v1/tasks?state=ready,waiting&type=listed&phase=p1&limit=10{rest}");
            seen.AddRange(page.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!));
            after = page.TryGetProperty("next_after", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        seen.Count.ShouldBe(25);
        seen.ShouldBeUnique();
        seen.ShouldBe(seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Blob_Large_ComesBackAsItWas()
    {
        var content = RandomNumberGenerator.GetBytes(5_000_000);
        using var put = await Http.PostAsync("/v1/blobs", new ByteArrayContent(content));
        var blob = System.Text.Json.JsonSerializer.Deserialize(
            await put.Content.ReadAsStringAsync(), Api.ApiJson.Default.BlobBody)!;

        var back = await Http.GetByteArrayAsync($"/v1/blobs/{blob.Hash}");

        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        blob.ShouldBe(new BlobBody($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", content.Length));
        back.ShouldBe(content);
        (await Http.CallAsync("GET", $"/v1/blobs/sha256:{new string('0', 64)}")).Status.ShouldBe(404);
        (await Http.CallAsync("GET", "/v1/blobs/..%2f..%2fetc")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Blob_PutByASwarmThatMayAddNoTasks_IsStored()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/prolific/1", "swarm", "tasks:read");
        using var put = Signed(HttpMethod.Post, "/v1/blobs", await agent.TokenAsync(server.Tcp));
        put.Content = new StringContent("a large result");

        using var answer = await server.Tcp.SendAsync(put);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Blob_PutByAReader_IsDeniedWithTheScopesThatItTakes()
    {
        using var agent = await TestAgent.RegisterAsync(server, "if://agent/readonly/1", "tasks:read");
        using var put = Signed(HttpMethod.Post, "/v1/blobs", await agent.TokenAsync(server.Tcp));
        put.Content = new StringContent("anything");

        using var answer = await server.Tcp.SendAsync(put);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ServerFixture.ProblemOf(answer)).Why.ShouldBe("It takes the scope tasks:write or swarm.");
    }

    [Fact]
    public async Task Blob_Asked_TellsItsLengthAndHowLongItIsKept()
    {
        using var put = await Http.PostAsync("/v1/blobs", new StringContent("twelve bytes"));
        var hash = (await put.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("hash").GetString();

        var (status, stat) = await Http.CallAsync("GET", $"/v1/blobs/{hash}/stat");

        status.ShouldBe(200);
        stat.GetProperty("bytes").GetInt64().ShouldBe(12);
        (stat.GetProperty("kept_until").GetDateTimeOffset() - stat.GetProperty("stored_at").GetDateTimeOffset())
            .ShouldBe(TimeSpan.FromDays(7));
        (await Http.CallAsync("GET", $"/v1/blobs/sha256:{new string('0', 64)}/stat")).Status.ShouldBe(404);
    }

    private static HttpRequestMessage Signed(HttpMethod method, string path, string token) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    [Fact]
    public async Task Payload_TooLargeForARecord_IsRefusedWithTheWayOut()
    {
        var (status, problem) = await Http.CallAsync(
            "POST", "/v1/tasks", $$"""{"type":"big","payload":"{{new string('x', 65 * 1024)}}"}""");

        (status, problem.Code()).ShouldBe((413, "IF_ERR_LIMIT"));
        problem.GetProperty("fix").GetString()!.ShouldContain("/v1/blobs");
    }

    [Fact]
    public async Task Status_CountsWhatIsThere()
    {
        var session = await Http.RegisterAsync("counted", """{"capabilities":["api:counted"]}""");
        var task = await Http.AddTaskAsync("""{"type":"work","requires":["api:counted"]}""");
        var (_, claimed) = await Http.CallAsync(
            "POST", "/v1/swarms/counted/claims", $$"""{"session":{{session}}}""");
        var fence = claimed.GetProperty("claims")[0].GetProperty("fence").GetInt64();
        await Http.CallAsync("POST", $"/v1/tasks/{task}/start", $$"""{"fence":{{fence}}}""");

        var (_, status) = await Http.CallAsync("GET", "/v1/coordinator/status");

        status.GetProperty("backend").GetString().ShouldBe("embedded");
        status.GetProperty("members")[0].GetProperty("url").GetString().ShouldBe(server.Server.Info.Url);
        status.GetProperty("swarms_at_work").GetInt32().ShouldBeGreaterThan(0);
        status.GetProperty("tasks").GetProperty("running").GetInt32().ShouldBeGreaterThan(0);
        status.GetProperty("claims_last_minute").GetInt64().ShouldBeGreaterThan(0);
        status.GetProperty("claim_p99_ms").GetDouble().ShouldBeGreaterThan(0);
    }
}
