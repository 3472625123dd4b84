using System.CommandLine;
using System.Globalization;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Optimise;

/// <summary>Which time a command is about.</summary>
internal static class CostTime
{
    public static readonly Option<string> Since = new("--since")
    {
        Description = "From when on: a length of time back from the end, such as 7d, or a moment [default: 7d].",
        HelpName = "WHEN",
    };

    public static readonly Option<string> Until = new("--until")
    {
        Description = "Up to this moment, such as 2026-02-01 or 2026-01-31T12:00:00Z [default: now].",
        HelpName = "TIME",
    };

    /// <summary>What the line says, and the last seven days where it says nothing.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Of(CommandRun run) => Of(run, run.Get(Since) ?? "7d");

    /// <summary>The time from a moment on, or of a length, up to what the line says.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Of(CommandRun run, string since)
    {
        // What is spent at this very moment is in it.
        var to = run.Get(Until) is { } until ? MomentOf("--until", until) : run.Time.GetUtcNow().AddSeconds(1);
        return (DurationText.TryParse(since, out var length) ? to - length : MomentOf("--since", since), to);
    }

    /// <summary>A moment as a call takes it.</summary>
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset MomentOf(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : throw new FabricException(ErrorTable.Usage, $"'{option}' is no time.",
                $"'{(text.Length > 40 ? text[..40] : text)}' cannot be read as one.",
                "Write a length such as 7d or 12h, or a moment such as 2026-01-31 or 2026-01-31T09:00:00Z.");
}
