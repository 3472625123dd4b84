using System.Text;
using InfraFabric.Cli.Frame;
using InfraFabric.State.Backup;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.Cli.Falsify;

/// <summary>
/// A place to break things: a private folder with a copy of the state as it is, from which every check takes a copy of
/// its own. The folder is gone when the checks are done.
/// </summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Every copy holds this record, so that also an empty state can be attacked.</summary>
    public static readonly RecordKey Probe = new("falsify/probe");

    private static readonly RecordKey Seat = new("witness/sequencer");
    private static readonly RecordKey Ledger = new("witness/ledger");

    private readonly string _backup;
    private int _copies;

    private Scratch(CommandRun run, string folder)
    {
        Run = run;
        Folder = folder;
        _backup = Path.Combine(folder, "state.backup");
    }

    /// <summary>The run of the command that is attacked: its arguments, its clock.</summary>
    public CommandRun Run { get; }

    public string Folder { get; }

    public static async Task<Scratch> CreateAsync(CommandRun run)
    {
        var scratch = new Scratch(run, Directory.CreateTempSubdirectory("ifctl-falsify-").FullName);
        try
        {
            await StateCopy.WriteBackupAsync(run, scratch.NewPath("original"), scratch._backup);
            return scratch;
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    /// <summary>A path in the folder that nobody has used.</summary>
    public string NewPath(string name) => Path.Combine(Folder, $"{++_copies}-{name}");

    /// <summary>A folder with a copy of the state, the probe in it.</summary>
    public async Task<string> NewStateAsync()
    {
        var folder = NewPath("state");
        await using var backup = File.OpenRead(_backup);
        await StateRestore.IntoFolderAsync(
            backup, _backup, folder, Note("falsify.copy"), Run.Time, Run.Cancellation);
        await using var store = await OpenAsync(folder);
        await PutAsync(store, Probe, "1");
        // The ledger that it names is not copied: a server over the copy begins one.
        await store.CommitAsync(
            new Commit([], [Write.Delete(Seat), Write.Delete(Ledger)], [Note("falsify.copy")]), Run.Cancellation);
        return folder;
    }

    /// <summary>Opens such a folder.</summary>
    public Task<EmbeddedStateStore> OpenAsync(string folder) =>
        EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = folder }, Run.Time, Run.Cancellation);

    /// <summary>Opens a copy of the state.</summary>
    public async Task<EmbeddedStateStore> OpenCopyAsync() => await OpenAsync(await NewStateAsync());

    public async Task<long> PutAsync(IStateStore store, RecordKey key, string value, LeaseId lease = default)
    {
        var write = Write.Put(key, Encoding.UTF8.GetBytes(value), lease);
        var outcome = await store.CommitAsync(new Commit([], [write], [Note("falsify.put")]), Run.Cancellation);
        return outcome.Revision;
    }

    public WitnessNote Note(string operation) => new()
    {
        Trace = Run.Trace,
        Actor = CommandRun.Operator,
        Component = "falsify",
        Operation = operation,
        Subject = Folder,
        Time = Run.Time.GetUtcNow(),
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
