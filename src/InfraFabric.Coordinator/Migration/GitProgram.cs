using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using InfraFabric.Core.Errors;

namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// Asks git about a work tree. What the tree's own configuration would have git run is switched off, and both the time
/// and the length of an answer are bounded.
/// </summary>
internal sealed class GitProgram(DirectoryInfo folder, TimeProvider time)
{
    /// <summary>What git prints; an error with its own words when it fails.</summary>
    public async Task<string> AskAsync(CancellationToken cancellationToken, params string[] question)
    {
        using var late = new CancellationTokenSource(MigrationLimits.GitTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var git = Start(question);
        try
        {
            var errors = ReadAsync(git.StandardError, stop.Token);
            var answer = await ReadAsync(git.StandardOutput, stop.Token);
            await git.WaitForExitAsync(stop.Token);
            return git.ExitCode == 0 ? answer : throw Failed(question, (await errors).Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(question, $"it did not answer within {MigrationLimits.GitTimeout.TotalSeconds:0} s");
        }
        finally
        {
            if (!git.HasExited)
                git.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string[] question)
    {
        var start = new ProcessStartInfo("git",
        [
            "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false",
            "-c", "core.hooksPath=/dev/null", .. question,
        ])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        // These would point git at another work tree than the one that was asked about.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("GIT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            var git = Process.Start(start)!;
            git.StandardInput.Close();
            return git;
        }
        catch (Win32Exception missing)
        {
            throw new FabricException(ErrorTable.EnvironmentIncomplete, "git could not be started.",
                "Boards are read from a git work tree, and this machine has no git.",
                "Install it: as root on Debian, apt-get install git.", missing);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MigrationLimits.MaxGitBytes)
            {
                throw new FabricException(ErrorTable.LimitExceeded, "git printed too much.",
                    $"An answer may have {MigrationLimits.MaxGitBytes} characters.",
                    "Point --source at the repository of the boards alone.");
            }
        }

        return text.ToString();
    }

    private FabricException Failed(string[] question, string words) => new(ErrorTable.Usage,
        $"git cannot read {folder.FullName}.",
        $"'git {question[0]}' said: {(words.Length > 300 ? words[..300] : words)}.",
        "Point --source at a git work tree that you may read.");
}
