using System.Net;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Hostile;

/// <summary>Whatever is sent, the answer says that it was wrong, and the server is as it was before.</summary>
[Collection(AloneCollection.Name)]
public sealed class MalformedRequestTests(ITestOutputHelper output)
{
    private const int Requests = 1000;

    // What the garbage collector happens to keep differs by a few; a leak of one buffer a request is 16 MiB and more.
    private const long MostBytesKept = 8 * 1024 * 1024;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task Malformed_AThousandRequests_AreAnsweredWithACodeAndLeaveNothing(bool withToken, int seed)
    {
        await using var server = new ServerFixture();
        await server.StartAsync(
            await server.OpenStoreAsync(),
            with: options => options with { RequestsPerSecond = 0, StrangersPerSecond = 1_000_000 });
        using var agent = await TestAgent.RegisterAsync(
            server, "if://agent/mallory/1", "swarm", "tasks:read", "tasks:write", "orchestrate");
        var requests = new MalformedRequests(seed, withToken ? await agent.TokenAsync(server.Tcp) : null);
        // The first ones fill the server's pools.
        for (var i = 0; i < 100; i++)
            await RawClient.SendAsync(server, requests.Next());
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var wrong = new List<string>();
        var closed = 0;
        for (var i = 0; i < Requests; i++)
        {
            var request = requests.Next();
            var answer = await RawClient.SendAsync(server, request);
            closed += answer == RawAnswer.Closed ? 1 : 0;
            if (WhatIsWrong(answer) is { } why)
                wrong.Add($"{why}: {Shown(request.Bytes)}\n{answer.Text}");
        }

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{closed} connections were closed without an answer; {kept:N0} bytes are kept.");
        wrong.ShouldBeEmpty();
        closed.ShouldBeLessThan(Requests / 5);
        kept.ShouldBeLessThan(MostBytesKept);
        (await server.Tcp.GetAsync(ApiRoutes.Health)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Store.ListAsync(new InfraFabric.State.Contract.ListQuery("specs/", 10))).Records.ShouldBeEmpty();
    }

    private static string Shown(byte[] request) =>
        Encoding.UTF8.GetString(request.AsSpan(0, Math.Min(request.Length, 800)));

    // Where the framework itself refuses bytes that are no HTTP, it answers without a body.
    private static string? WhatIsWrong(RawAnswer answer) => answer switch
    {
        { Status: 0 } => null,
        { Status: < 400 or >= 500 } => $"The status is {answer.Status}",
        { Status: 400 or 408 or 413 or 414 or 431 or 505, Code: null } when !HasBody(answer) => null,
        { Code: null } => "The answer has no code",
        _ => null,
    };

    private static bool HasBody(RawAnswer answer) =>
        !answer.Text.Contains("Content-Length: 0", StringComparison.OrdinalIgnoreCase);
}
