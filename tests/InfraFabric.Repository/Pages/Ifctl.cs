using System.Diagnostics;
using System.Text.RegularExpressions;
using InfraFabric.Repository.Files;

namespace InfraFabric.Repository.Pages;

/// <summary>The program as it was built last, asked by its help which commands and options it knows.</summary>
internal sealed partial class Ifctl
{
    private readonly string _path;
    private readonly Dictionary<string, string> _helpPages = [];

    private Ifctl(string path) => _path = path;

    /// <summary>The program; null when it is not built.</summary>
    public static Ifctl? Find()
    {
        var folder = new DirectoryInfo(RepositoryFiles.PathOf("artifacts/bin/InfraFabric.Cli"));
        var newest = folder.Exists
            ? folder.EnumerateFiles("ifctl.dll", SearchOption.AllDirectories).MaxBy(file => file.LastWriteTimeUtc)
            : null;
        return newest is null ? null : new Ifctl(newest.FullName);
    }

    /// <summary>The words after the program's name, for each line of a block that runs it.</summary>
    public static IEnumerable<IReadOnlyList<string>> CommandLines(string block) =>
        from line in block.ReplaceLineEndings("\n").Split('\n')
        where !line.TrimStart().StartsWith('#')
        from Match call in CallForm().Matches(line)
        select (IReadOnlyList<string>)[.. WordForm().Matches(call.Groups["rest"].Value)
            .Select(word => word.Value.Trim('\'', '"'))];

    /// <summary>What the program does not know of a line; null when it knows all.</summary>
    public async Task<string?> ProblemAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var command = new List<string>();
        var help = await HelpAsync(command, cancellationToken);
        foreach (var word in words.TakeWhile(word => !word.StartsWith('-')))
        {
            var known = CommandsOf(help);
            if (known.Count == 0)
                break;
            if (!known.Contains(word))
                return $"there is no command '{word}'";
            command.Add(word);
            help = await HelpAsync(command, cancellationToken);
        }

        var unknown = words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2)
            .Select(word => word.Split('=')[0])
            .FirstOrDefault(option => !OptionForm().Matches(help).Any(known => known.Value == option));
        return unknown is null ? null : $"there is no option '{unknown}'";
    }

    /// <summary>Runs the program over a home.</summary>
    public Process Start(IReadOnlyList<string> words, string home) =>
        Process.Start(new ProcessStartInfo("dotnet", [_path, .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = home,
            Environment = { ["IF_HOME"] = home },
        })!;

    private static HashSet<string> CommandsOf(string help)
    {
        var lines = help.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => line != "Commands:").Skip(1);
        return [.. lines.TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line[2] != ' ').Select(line => line.Trim().Split(' ')[0])];
    }

    private async Task<string> HelpAsync(List<string> command, CancellationToken cancellationToken)
    {
        var key = string.Join(' ', command);
        if (_helpPages.TryGetValue(key, out var known))
            return known;

        using var program = Start([.. command, "--help"], Path.GetTempPath());
        var help = await program.StandardOutput.ReadToEndAsync(cancellationToken);
        await program.WaitForExitAsync(cancellationToken);
        program.ExitCode.ShouldBe(0, $"ifctl {key} --help");
        return _helpPages[key] = help;
    }

    // At the start of a line, after a prompt, or inside $( ), up to what ends a command.
    [GeneratedRegex("""(^|\$ |\$\(|&& |; )\s*(\./)?ifctl(?<rest>( [^|&;()<>#]*)?)""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CallForm();

    [GeneratedRegex("--[a-z][a-z-]*", RegexOptions.NonBacktracking)]
    private static partial Regex OptionForm();

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^\s'"]+""", RegexOptions.NonBacktracking)]
    private static partial Regex WordForm();
}
