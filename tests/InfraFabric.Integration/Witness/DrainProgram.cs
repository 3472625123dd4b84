using System.Diagnostics;

namespace InfraFabric.Integration.Witness;

/// <summary>A process that drains an outbox into a ledger. It can be killed, or ends itself.</summary>
internal sealed class DrainProgram : IAsyncDisposable
{
    /// <summary>Where it is.</summary>
    public static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "InfraFabric.Witness.Drainer", "debug", "InfraFabric.Witness.Drainer"));

    private readonly Process _process;

    private DrainProgram(string member, Process process) => (Member, _process) = (member, process);

    public string Member { get; }

    /// <summary>Starts it; with a point, it is killed at so many appends, before or after the one.</summary>
    public static DrainProgram Start(LedgerStage stage, string member, string point = "never", int appends = 0)
    {
        var process = Process.Start(new ProcessStartInfo(Program,
        [
            $"{stage.Etcd.Endpoints[0]}", stage.Etcd.Prefix, stage.Postgres, member, stage.Options.Origin, point,
            $"{appends}",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new DrainProgram(member, process);
    }

    /// <summary>Waits until it has ended itself.</summary>
    public async Task ShouldBeKilledAsync(CancellationToken cancellationToken)
    {
        const int KilledBySignal9 = 128 + 9;
        await _process.WaitForExitAsync(cancellationToken);
        _process.ExitCode.ShouldBe(KilledBySignal9);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
