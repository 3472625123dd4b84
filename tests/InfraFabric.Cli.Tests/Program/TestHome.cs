using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using InfraFabric.Api.Local;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.Cli.Tests.Program;

/// <summary>A fabric's home in a temporary folder, and the program run against it.</summary>
internal sealed class TestHome : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-cli-");

    public TestHome() => FabricHome.CreatePrivateFolder(Folder);

    /// <summary>The home itself.</summary>
    public string Folder => Path.Combine(_folder.FullName, "home");

    public string StateFolder => Path.Combine(Folder, "data");

    /// <summary>A path beside the home.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public Task<Result> RunAsync(params string[] arguments) => RunAsync(Repository.Ifctl, arguments);

    /// <summary>Runs any program with this home as its own.</summary>
    public async Task<Result> RunAsync(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return new Result(process.ExitCode, await output, await error);
    }

    public Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["IF_HOME"] = Folder;
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("IFCTL_LAUNCHER");
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Repository.Ifctl)}:{start.Environment["PATH"]}";
        return Process.Start(start)!;
    }

    /// <summary>
    /// Writes records straight into the state, which no server may have open; returns their revisions.
    /// </summary>
    public async Task<IReadOnlyList<long>> PutAsync(params (string Key, string Value)[] records)
    {
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = StateFolder }, TimeProvider.System);
        var revisions = new List<long>();
        foreach (var (key, value) in records)
        {
            var write = Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(value));
            revisions.Add((await store.CommitAsync(new Commit([], [write], [Note()]))).Revision);
        }

        return revisions;
    }

    /// <summary>Leaves a note that tells of a person, in a state that no server has open.</summary>
    public async Task NoteAsync(string operation, string email)
    {
        await using var store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = StateFolder }, TimeProvider.System);
        var note = Note() with
        {
            Operation = operation,
            Time = TimeProvider.System.GetUtcNow(),
            Personal = new Dictionary<string, string> { ["email"] = email },
        };
        await store.CommitAsync(new Commit([], [], [note]));
    }

    /// <summary>Returns once all that was done until now is in the ledger of the server that serves the home.</summary>
    public async Task DrainedAsync()
    {
        while ((await RunAsync("witness", "stats", "--json")).ShouldExit(0).Json
            .GetProperty("pending_notes").GetInt64() > 0)
        {
        }
    }

    /// <summary>
    /// A fingerprint of every file of the state: its name, its bytes, and when it was last written. Locks hold no
    /// bytes.
    /// </summary>
    public IReadOnlyList<string> Fingerprint() =>
        [.. Directory.EnumerateFiles(StateFolder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(FingerprintOf)];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FingerprintOf(string file)
    {
        var hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        return $"{file} {hash} {File.GetLastWriteTimeUtc(file):O}";
    }

    private static WitnessNote Note() => new()
    {
        Trace = TraceToken.From(Guid.Empty),
        Actor = "if://agent/tester/1",
        Component = "test",
        Operation = "test.put",
        Subject = "test",
        Time = DateTimeOffset.UnixEpoch,
    };
}
