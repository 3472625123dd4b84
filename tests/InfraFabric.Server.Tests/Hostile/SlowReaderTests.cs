using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Claims;
using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;
using InfraFabric.Server.Tests.Identity;

namespace InfraFabric.Server.Tests.Hostile;

/// <summary>Those who do not read, or do not write to the end, cost little, and nobody else anything.</summary>
[Collection(AloneCollection.Name)]
public sealed class SlowReaderTests : IAsyncDisposable
{
    private const int Readers = 20;
    private const int Events = 2000;
    private const int HalfOpen = 400;

    // All that is told to one reader, were it kept, is 4 MB; to all of them, 80 MB.
    private const long MostBytesKept = 40 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ServerFixture _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Stream_WhoseReaderNeverReads_CostsLittleAndBeginsWithAPictureAgain()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _server.InitializeAsync();
        using var agent = await TestAgent.RegisterAsync(_server, "if://agent/mallory/1", "tasks:read");
        var token = await agent.TokenAsync(_server.Tcp);
        var (task, fence) = await ClaimOneAsync("busy");
        await using var calm = await ListenAsync("calm", patience.Token);
        var stuck = new List<Socket>();
        for (var i = 0; i < Readers; i++)
            stuck.Add(await WatchTasksAsync(token, patience.Token));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Events; i++)
            await ProgressAsync(task, fence, i);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        var offered = await AddAsync(new TaskAddBody { Type = "work", Requires = ["code:calm"] });

        (await calm.NextAsync("assigned")).Task!.Id.ShouldBe(offered);
        kept.ShouldBeLessThan(MostBytesKept);
        (await ReadAgainAsync(stuck[0], token, patience.Token)).ShouldContain("event: picture");
        stuck.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Connections_ThatAreLeftHalfOpen_AreClosedAndKeepNobodyOut()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _server.StartAsync(
            await _server.OpenStoreAsync(),
            with: options => options with
            {
                HeadersTimeout = TimeSpan.FromSeconds(1),
                KeepAliveTimeout = TimeSpan.FromSeconds(1),
            });
        var open = new List<Socket>();
        for (var i = 0; i < HalfOpen; i++)
        {
            open.Add(await RawClient.ConnectAsync(_server));
            if (i % 2 == 0)
                await open[i].SendAsync("GET /v1/tasks HTTP/1.1\r\nHost: local"u8.ToArray(), patience.Token);
        }

        var health = await _server.Tcp.GetAsync(ApiRoutes.Health, patience.Token);

        health.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var socket in open)
        {
            await ReadToEndAsync(socket, patience.Token);
            socket.Dispose();
        }
    }

    private async Task<SwarmListener> ListenAsync(string swarm, CancellationToken cancellationToken)
    {
        var session = await JoinAsync(swarm, new RegisterBody { Capabilities = ["code:calm"] });
        var path = $"{SwarmCalls.Events.For(swarm)}?session={session}";
        var stream = await _server.Owner.GetStreamAsync(path, cancellationToken);
        var listener = new SwarmListener(stream, cancellationToken);
        await listener.NextAsync("picture");
        return listener;
    }

    private async Task<(string Task, long Fence)> ClaimOneAsync(string swarm)
    {
        var session = await JoinAsync(swarm, new RegisterBody { SessionTtlS = 600 });
        var task = await AddAsync(new TaskAddBody { Type = "work" });
        var answer = await _server.Owner.PostAsJsonAsync(
            ClaimCalls.Claim.For(swarm), new ClaimAskBody { Session = session, Task = task },
            ApiJson.Default.ClaimAskBody);
        var claims = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ApiJson.Default.ClaimsBody);
        return (task, claims!.Claims[0].Fence);
    }

    private async Task<long> JoinAsync(string swarm, RegisterBody body)
    {
        var answer = await _server.Owner.PutAsJsonAsync(
            SwarmCalls.Register.For(swarm), body, ApiJson.Default.RegisterBody);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ApiJson.Default.SessionBody))!.Session;
    }

    private async Task<string> AddAsync(TaskAddBody body)
    {
        var answer = await _server.Owner.PostAsJsonAsync(TaskCalls.Add.Path, body, ApiJson.Default.TaskAddBody);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ApiJson.Default.TaskAddedBody))!.Id;
    }

    private async Task ProgressAsync(string task, long fence, int number)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"{number} {new string('x', 1500)}");
        var answer = await _server.Owner.PostAsJsonAsync(
            ClaimCalls.Progress.For(task), new ProgressBody(fence, note), ApiJson.Default.ProgressBody);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A stream of all tasks that has begun, on a connection that takes few bytes at a time.</summary>
    private async Task<Socket> WatchTasksAsync(string token, CancellationToken cancellationToken)
    {
        var socket = await RawClient.ConnectAsync(_server, receiveBuffer: 4096);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {TaskCalls.Watch.Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"),
            cancellationToken);
        (await ReadUntilAsync(socket, "event: picture", cancellationToken)).ShouldContain("event: picture");
        return socket;
    }

    // Whoever reads nothing for long is cut off; then it comes back.
    private async Task<string> ReadAgainAsync(Socket stuck, string token, CancellationToken cancellationToken)
    {
        var read = await ReadUntilAsync(stuck, "event: picture", cancellationToken);
        if (read.Contains("event: picture", StringComparison.Ordinal))
            return read;
        using var again = await WatchTasksAsync(token, cancellationToken);
        return "event: picture";
    }

    private static async Task<string> ReadUntilAsync(Socket socket, string word, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, cancellationToken) is var read and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                var fresh = Math.Min(text.Length, read + word.Length);
                if (text.ToString(text.Length - fresh, fresh).Contains(word, StringComparison.Ordinal))
                    break;
            }
        }
        catch (SocketException)
        {
            // Cut off.
        }

        return text.ToString();
    }

    private static Task<string> ReadToEndAsync(Socket socket, CancellationToken cancellationToken) =>
        ReadUntilAsync(socket, "no such word", cancellationToken);

    private sealed class SwarmListener(Stream stream, CancellationToken cancellationToken) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _events =
            SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        public async Task<SwarmEventBody> NextAsync(string kind)
        {
            while (await _events.MoveNextAsync())
            {
                if (_events.Current.EventType == kind)
                    return JsonSerializer.Deserialize(_events.Current.Data, ApiJson.Default.SwarmEventBody)!;
            }

            throw new InvalidOperationException($"The stream ended before any {kind}.");
        }

        public async ValueTask DisposeAsync()
        {
            await _events.DisposeAsync();
            await stream.DisposeAsync();
        }
    }
}
