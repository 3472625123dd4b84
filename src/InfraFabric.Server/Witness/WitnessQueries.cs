using System.Globalization;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Witness;

/// <summary>Reads what is looked for in the ledger from the query of a request.</summary>
internal static class WitnessQueries
{
    public static LedgerQuery Of(HttpRequest request)
    {
        var trace = QueryValues.Optional(request, "trace");
        var task = QueryValues.Optional(request, "task");
        return new LedgerQuery
        {
            Trace = trace is null ? null : TraceToken.Parse(trace),
            Actor = QueryValues.Optional(request, "actor"),
            Task = task is null ? null : TaskId.Parse(task),
            Swarm = QueryValues.Optional(request, "swarm"),
            Component = QueryValues.Optional(request, "component"),
            Operation = QueryValues.Optional(request, "operation"),
            Severity = SeverityOf(QueryValues.Optional(request, "severity")),
            From = MomentOf(request, "from"),
            To = MomentOf(request, "to"),
            Text = QueryValues.Optional(request, "text"),
            Fence = QueryValues.Revision(request, "fence"),
            NewestFirst = QueryValues.Flag(request, "newest"),
            After = QueryValues.Revision(request, "after"),
            Limit = QueryValues.Number(request, "limit") ?? SearchLimits.DefaultPageSize,
        };
    }

    public static FabricException Wrong(string name, string why) => new(ErrorTable.Usage,
        $"'{name}' {why}.", "The call cannot be understood without guessing.", "Correct the call.");

    private static NoteSeverity SeverityOf(string? text)
    {
        if (text is null)
            return NoteSeverity.Info;
        return text.All(char.IsAsciiLetterLower) && Enum.TryParse<NoteSeverity>(text, ignoreCase: true, out var found)
            ? found
            : throw Wrong("severity", "is none of info, low, medium, high, critical");
    }

    private static DateTimeOffset? MomentOf(HttpRequest request, string name)
    {
        if (QueryValues.Optional(request, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw Wrong(name, "is no moment such as 2026-01-31T09:00:00Z");
    }
}
