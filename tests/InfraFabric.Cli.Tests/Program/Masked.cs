using System.Text.RegularExpressions;

namespace InfraFabric.Cli.Tests.Program;

/// <summary>Output without what differs from run to run.</summary>
internal static partial class Masked
{
    /// <summary>With names in place of ids, moments, revisions and addresses.</summary>
    public static string Of(string text)
    {
        text = Id().Replace(text, "TASK-TASK-TASK-TASK-TASK-TASK-TASK-TA");
        text = Moment().Replace(text, "YYYY-MM-DD HH:MM:SSZ");
        text = Number().Replace(text, "${what}N");
        return Address().Replace(text, "http://127.0.0.1:PORT  ");
    }

    [GeneratedRegex(
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", RegexOptions.NonBacktracking)]
    private static partial Regex Moment();

    [GeneratedRegex(
        @"(?<what>(fence|session|revision) +)\d+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+ *", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
