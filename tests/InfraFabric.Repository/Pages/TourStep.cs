using System.Text.RegularExpressions;

namespace InfraFabric.Repository.Pages;

/// <summary>
/// A command of a tour and what the page shows of its output, where … stands for what differs from run to run.
/// </summary>
/// <param name="Line">The command line, as it is shown.</param>
/// <param name="Shown">The lines below it.</param>
internal sealed record TourStep(string Line, IReadOnlyList<string> Shown)
{
    /// <summary>The words after the program's name.</summary>
    public IReadOnlyList<string> Words => Ifctl.CommandLines(Line).Single();

    public static IReadOnlyList<TourStep> ReadAll(string block)
    {
        var steps = new List<TourStep>();
        foreach (var line in block.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
                steps.Add(new TourStep(line[2..], []));
            else
                steps[^1] = steps[^1] with { Shown = [.. steps[^1].Shown, line] };
        }

        return steps;
    }

    /// <summary>Whether the page shows what the program printed.</summary>
    public bool Shows(string output)
    {
        // A line of its own that is … stands for any number of lines.
        var pattern = string.Concat(Shown.Select(line => line == "…"
            ? @"(.*\n)*"
            : Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + @"\n"));
        return Regex.IsMatch(output.TrimEnd() + "\n", $@"\A{pattern}\z", RegexOptions.NonBacktracking);
    }
}
