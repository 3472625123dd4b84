using System.Diagnostics;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using InfraFabric.Witness;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Draining;
using InfraFabric.Witness.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Integration.Witness;

/// <summary>
/// One process with everything embedded, killed and starved: each note is in the ledger once, in order.
/// </summary>
public sealed class EmbeddedLedgerTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 50;
    private const string Origin = "test.example/ledger";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly RecordKey Seat = new("witness/sequencer");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-embedded-ledger-");
    private readonly CancellationTokenSource _patience = new(Patience);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Kill_AtAnAppend_LeavesEachNoteOnceAndInOrder(string point)
    {
        var acknowledged = -1L;
        for (var kill = 0; kill < Kills; kill++)
            acknowledged = Math.Max(acknowledged, await RunUntilKilledAsync(point, 1 + (kill % 5)));

        var committed = await AuditAsync();

        acknowledged.ShouldBeGreaterThan(Kills);
        committed.ShouldBeGreaterThan(acknowledged);
        output.WriteLine($"{Kills} kills, {committed} commits");
    }

    [Fact]
    public async Task Append_OnADiskThatIsFull_LetsChangesGoOnAndIsMadeUpForOnceThereIsRoom()
    {
        const string Run = "mount -t tmpfs -o size=64m none \"$0\"; head -c 62M /dev/zero >\"$0/ballast\";"
            + " exec \"$1\" fill \"$0\" \"$0/ballast\"";
        using var process = Start("unshare", "--mount", "bash", "-euc", Run, _folder.FullName, DrainProgram.Program);
        var errors = process.StandardError.ReadToEndAsync(_patience.Token);
        var said = await process.StandardOutput.ReadToEndAsync(_patience.Token);
        await process.WaitForExitAsync(_patience.Token);

        process.ExitCode.ShouldBe(0, await errors);
        output.WriteLine(said);
        var words = said.Split(' ');
        said.ShouldContain("is full");
        said.ShouldContain(" same True whole True ");
        // Whatever was committed, and what the seat was taken with.
        long.Parse(words[3], null).ShouldBeGreaterThan(long.Parse(words[1], null));
        long.Parse(words[5], null).ShouldBeLessThan(long.Parse(words[1], null));
    }

    public void Dispose()
    {
        _patience.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The last commit of which it said that it was acknowledged; -1 if none was.</summary>
    private async Task<long> RunUntilKilledAsync(string point, int appends)
    {
        const int KilledBySignal9 = 128 + 9;
        using var process = Start(
            DrainProgram.Program, "embedded", _folder.FullName, Origin, point, $"{appends}");
        var last = -1L;
        while (await process.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
            last = long.TryParse(line, out var number) ? number : last;
        await process.WaitForExitAsync(_patience.Token);
        process.ExitCode.ShouldBe(KilledBySignal9);
        return last;
    }

    /// <summary>Lets the ledger take the rest, and reads all of it; how many commits there were.</summary>
    private async Task<long> AuditAsync()
    {
        using var key = SigningKey.FromSeed(new byte[32]);
        var options = new LedgerOptions { Origin = Origin, Keys = [key] };
        await using var state = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = Path.Combine(_folder.FullName, "state") }, TimeProvider.System);
        await state.CommitAsync(new Commit([], [Write.Delete(Seat)], [SomeNotes.Of("if://agent/t/0", "free")]));
        await using var store = SqliteLedgerStore.Open(Path.Combine(_folder.FullName, "ledger"));
        await using var drain = OutboxDrain.Start(
            state, store, options, "last", TimeProvider.System, new IdSource(TimeProvider.System), null,
            NullLogger.Instance);
        while ((await state.GetStatsAsync()).PendingNotes > 0)
            await Task.Delay(10, _patience.Token);
        var entries = await LedgerAudit.ReadAsync(store, options, _patience.Token);
        entries.Select(entry => entry.Position).ShouldBe(entries.Select(entry => entry.Position).Distinct().Order());
        var written = entries.Select(entry => entry.Operation)
            .Where(operation => operation.StartsWith("put.", StringComparison.Ordinal)).ToList();
        written.ShouldBe(Enumerable.Range(0, written.Count).Select(i => $"put.{i}"));
        return written.Count;
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
}
