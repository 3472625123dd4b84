using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Local;
using InfraFabric.Cli.Tests.Program;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Integration.Witness;

/// <summary>
/// The key of a ledger is rotated under load, and the server killed around it, again and again: whoever knows the first
/// key can verify every checkpoint that was ever served.
/// </summary>
public sealed class RotationKillTests : IDisposable
{
    private const int Kills = 50;
    private const int Writers = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestHome _home = new();
    private readonly Random _chance = new(20_261_121);
    private readonly HashSet<string> _seen = [];
    private int _written;

    private FabricHome Home => new(_home.Folder);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Rotate_KilledAroundIt_LeavesEveryCheckpointVerifiable()
    {
        NoteKey? first = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await RunningServer.StartAsync(_home);
            first ??= KeyIn(await ReadAsync(TileCalls.Keys.Path));
            await WorkUntilKilledAsync(server.Process, rotations: 1 + (kill % 2));
        }

        await using (await RunningServer.StartAsync(_home))
            await SeeAsync();
        await ShouldVerifyAsync(first!);
    }

    /// <summary>Kills the server a little after so many rotations were answered, in the midst of the next.</summary>
    private async Task WorkUntilKilledAsync(Process server, int rotations)
    {
        using var answered = new SemaphoreSlim(0);
        using var http = NewClient();
        using var over = new CancellationTokenSource();
        await SeeAsync();
        var loops = Enumerable.Range(0, Writers).Select(i => LoopAsync(
            () => WriteAsync(http, $"writer{i}", over.Token), over.Token)).ToList();
        loops.Add(LoopAsync(() => SeeAsync(http, over.Token), over.Token));
        loops.Add(LoopAsync(() => RotateAsync(http, answered, over.Token), over.Token));
        for (var i = 0; i < rotations; i++)
            (await answered.WaitAsync(Patience, TestContext.Current.CancellationToken)).ShouldBeTrue();
        await Task.Delay(_chance.Next(0, 30), TestContext.Current.CancellationToken);
        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        await over.CancelAsync();
        await Task.WhenAll(loops);
    }

    private async Task WriteAsync(HttpClient http, string name, CancellationToken stop)
    {
        using var body = new StringContent(
            $$"""{"key":"{{AnyKey()}}","scopes":["tasks:read"]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PutAsync(
            $"{IdentityCalls.Register.For(name, "1")}?replace=true", body, stop);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(stop));
        Interlocked.Increment(ref _written);
    }

    private static async Task RotateAsync(HttpClient http, SemaphoreSlim answered, CancellationToken stop)
    {
        using var answer = await http.PostAsync(WitnessCalls.RotateKey.Path, null, stop);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            // The server that was killed still has the seat of the writer, for a few seconds.
            await Task.Delay(20, stop);
            return;
        }

        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(stop));
        answered.Release();
    }

    private static async Task LoopAsync(Func<Task> act, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await act();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // The server was killed, or is no longer there.
                return;
            }
        }
    }

    private async Task SeeAsync()
    {
        using var http = NewClient();
        await SeeAsync(http, TestContext.Current.CancellationToken);
    }

    private async Task SeeAsync(HttpClient http, CancellationToken stop)
    {
        var note = await http.GetStringAsync(TileCalls.Checkpoint.Path, stop);
        lock (_seen)
            _seen.Add(note);
    }

    private async Task ShouldVerifyAsync(NoteKey first)
    {
        await using var store = SqliteLedgerStore.Open(Path.Combine(_home.Folder, "data", "witness"));
        var log = new StoreLog(store, []);
        var handovers = LogHandovers.Read(await log.ReadHandoversAsync());
        handovers.CheckpointsOf([first]).Count.ShouldBeGreaterThan(Kills / 2);
        var report = await new LogAudit(log, new AuditOptions { Keys = [first], Handovers = handovers }).RunAsync();
        report.Fault.ShouldBeNull();
        foreach (var text in _seen)
        {
            SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note).ShouldBeTrue();
            Checkpoint.TryParse(note.Text, out var seen).ShouldBeTrue();
            ProofCheck.Verify(note, handovers.KeysFor([first], seen.Size)).Fault.ShouldBeNull();
            (await new TreeReader(log, report.Size).HashOfAsync(0, seen.Size)).ShouldBe(seen.Root);
        }

        _seen.Count.ShouldBeGreaterThan(Kills);
        _written.ShouldBeGreaterThan(Kills);
    }

    private async Task<string> ReadAsync(string path)
    {
        using var http = NewClient();
        return await http.GetStringAsync(path, TestContext.Current.CancellationToken);
    }

    private static NoteKey KeyIn(string list) => LogKeys.Read(list)[0];

    private static string AnyKey()
    {
        using var key = SigningKey.Generate();
        return key.VerifyKey.ToString();
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Home.Socket), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };
}
