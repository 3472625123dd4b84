using System.Diagnostics;
using System.Text.RegularExpressions;

namespace InfraFabric.Repository.Pages;

/// <summary>
/// Takes the tour: a server on a free port over a new home, which both are called in the output what the page calls
/// them.
/// </summary>
internal sealed partial class TourVisit : IAsyncDisposable
{
    // How long a server may take to say that it serves.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Ifctl _program;
    private readonly string _home = Directory.CreateTempSubdirectory("if-tour-").FullName;
    private Process? _server;

    private TourVisit(Ifctl program) => _program = program;

    /// <summary>What the server prints when it is ready.</summary>
    public string Greeting { get; private set; } = "";

    public static async Task<TourVisit> StartAsync(
        Ifctl program, int greetingLines, CancellationToken cancellationToken)
    {
        var visit = new TourVisit(program);
        visit._server = program.Start(["up", "--port", "0"], visit._home);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            visit.Greeting = visit.AsOnThePage(await visit.ReadGreetingAsync(greetingLines, patience.Token));
            return visit;
        }
        catch
        {
            await visit.DisposeAsync();
            throw;
        }
    }

    public async Task<string> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        using var run = _program.Start(words, _home);
        var output = await run.StandardOutput.ReadToEndAsync(cancellationToken);
        await run.WaitForExitAsync(cancellationToken);
        return AsOnThePage(output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_home, recursive: true);
    }

    private async Task<string> ReadGreetingAsync(int count, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (lines.Count < count && await _server!.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            lines.Add(line);
        return string.Join('\n', lines);
    }

    private string AsOnThePage(string output) =>
        LoopbackPort().Replace(output, "127.0.0.1:8080").Replace(_home, "/home/you/.if", StringComparison.Ordinal);

    [GeneratedRegex(@"127\.0\.0\.1:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex LoopbackPort();
}
