namespace InfraFabric.Coordinator.Migration;

/// <summary>Which column of a table says what; a table need not have any of them.</summary>
internal sealed record TableColumns(
    int? Id, int? Title, int? State, int? Session, int? DependsOn, int? Hours, int? Cost, int? Phase)
{
    public static TableColumns None { get; } = new(null, null, null, null, null, null, null, null);

    public static TableColumns Of(IReadOnlyList<string> header)
    {
        var names = header.Select(name => name.ToLowerInvariant().Trim(' ', ':', '.', '?')).ToList();
        var used = new HashSet<int>();
        int? Find(params string[] known)
        {
            foreach (var name in known)
            {
                var at = names.FindIndex(one => one == name);
                if (at >= 0 && used.Add(at))
                    return at;
            }

            return null;
        }

        var id = Find("id", "task id", "task-id", "#", "no", "nr", "task #", "task");
        return new TableColumns(
            id,
            Find("title", "name", "task", "task name", "description", "what", "summary", "deliverable", "work"),
            Find("status", "state"),
            Find("owner", "session", "assignee", "assigned to", "assigned", "claimed by", "who", "agent", "swarm"),
            Find("depends on", "dependencies", "dependency", "depends", "deps", "blocked by", "requires", "after",
                "needs"),
            Find("hours", "estimate", "est", "est hours", "est. hours", "effort", "time", "h"),
            Find("cost", "budget", "cost ($)", "$", "usd"),
            Find("phase", "stage", "milestone"));
    }

    /// <summary>The cell of a column; nothing when the row is short or the table has no such column.</summary>
    public static string Cell(IReadOnlyList<string> cells, int? column) =>
        column is { } at && at < cells.Count ? cells[at] : "";
}
