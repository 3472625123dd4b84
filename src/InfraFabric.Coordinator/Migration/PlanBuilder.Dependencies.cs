namespace InfraFabric.Coordinator.Migration;

/// <content>What waits for what.</content>
internal sealed partial class PlanBuilder
{
    private void ResolveDependencies()
    {
        foreach (var task in _tasks)
            TurnAround(task);
        foreach (var task in _tasks)
        {
            var resolved = new List<string>();
            foreach (var named in task.DependsOn)
            {
                var found = Resolve(named, task.Label);
                if (found.Count == 0)
                    Miss(task, named);
                resolved.AddRange(found);
            }

            task.DependsOn.Clear();
            task.DependsOn.AddRange(resolved.Distinct(StringComparer.Ordinal));
            LimitDependencies(task);
        }
    }

    // "Blocks: P0.2" under P0.1 is "Depends on: P0.1" under P0.2.
    private void TurnAround(BoardTask task)
    {
        foreach (var named in task.Blocks)
        {
            var found = Resolve(named, task.Label);
            if (found.Count == 0)
            {
                _conflicts.Add(new MigrationConflict(ConflictKind.UnknownTask, task.Source,
                    $"{task.Label} blocks {named}, which stands on no board.", "Nothing waits for it there."));
            }

            foreach (var label in found.Where(label => !_byLabel[label].DependsOn.Contains(task.Label)))
                _byLabel[label].DependsOn.Add(task.Label);
        }
    }

    // P0.1 is a task of its own, or stands for all of P0.1.1, P0.1.2 and so on.
    private List<string> Resolve(string named, string by) => _byLabel.ContainsKey(named)
        ? [named]
        : [.. _tasks.Select(task => task.Label)
            .Where(label => label.StartsWith($"{named}.", StringComparison.Ordinal) && label != by)];

    private void Miss(BoardTask task, string named)
    {
        _conflicts.Add(new MigrationConflict(ConflictKind.UnknownTask, task.Source,
            $"{task.Label} depends on {named}, which stands on no board.", "It does not wait for that."));
        Remember(task, $"The board has it depend on {named}, which was not found.");
    }

    private void LimitDependencies(BoardTask task)
    {
        const int Most = CoordinatorLimits.MaxDependencies;
        if (task.DependsOn.Count <= Most)
            return;
        _conflicts.Add(new MigrationConflict(ConflictKind.TooManyDependencies, task.Source,
            $"{task.Label} depends on {task.DependsOn.Count} tasks; at most {Most} can be waited for.",
            $"It waits for the first {Most}."));
        Remember(task, $"The board has it depend on {task.DependsOn.Count} tasks.");
        task.DependsOn.RemoveRange(Most, task.DependsOn.Count - Most);
    }

    private void BreakCycles()
    {
        foreach (var cycle in Cycles())
        {
            var labels = string.Join(", ", cycle.Select(task => task.Label));
            _conflicts.Add(new MigrationConflict(ConflictKind.Cycle, cycle[0].Source,
                $"These depend on each other in a circle: {labels}.", "They do not wait for each other."));
            var inside = cycle.Select(task => task.Label).ToHashSet(StringComparer.Ordinal);
            foreach (var task in cycle)
            {
                task.DependsOn.RemoveAll(inside.Contains);
                Remember(task, $"The board has it depend in a circle on {labels}.");
            }
        }
    }

    /// <summary>The sets of tasks that all reach each other: Tarjan's method, without recursion.</summary>
    private List<List<BoardTask>> Cycles()
    {
        var cycles = new List<List<BoardTask>>();
        var (index, low) = (new Dictionary<BoardTask, int>(), new Dictionary<BoardTask, int>());
        var (path, onPath) = (new Stack<BoardTask>(), new HashSet<BoardTask>());
        var calls = new Stack<(BoardTask Task, int Next)>();
        foreach (var start in _tasks)
        {
            if (!index.ContainsKey(start))
                calls.Push((start, 0));
            while (calls.TryPop(out var call))
            {
                var (task, next) = call;
                if (next == 0)
                {
                    index[task] = low[task] = index.Count;
                    path.Push(task);
                    onPath.Add(task);
                }
                else
                {
                    low[task] = Math.Min(low[task], low[Dependency(task, next - 1)]);
                }

                while (next < task.DependsOn.Count && index.ContainsKey(Dependency(task, next)))
                {
                    if (onPath.Contains(Dependency(task, next)))
                        low[task] = Math.Min(low[task], index[Dependency(task, next)]);
                    next++;
                }

                if (next < task.DependsOn.Count)
                {
                    calls.Push((task, next + 1));
                    calls.Push((Dependency(task, next), 0));
                }
                else if (low[task] == index[task])
                {
                    Close(task, path, onPath, cycles);
                }
            }
        }

        return cycles;
    }

    private BoardTask Dependency(BoardTask task, int at) => _byLabel[task.DependsOn[at]];

    private static void Close(
        BoardTask task, Stack<BoardTask> path, HashSet<BoardTask> onPath, List<List<BoardTask>> cycles)
    {
        var members = new List<BoardTask>();
        do
        {
            members.Add(path.Pop());
            onPath.Remove(members[^1]);
        }
        while (members[^1] != task);
        if (members.Count > 1 || task.DependsOn.Contains(task.Label))
            cycles.Add([.. members.OrderBy(member => member.Label, StringComparer.Ordinal)]);
    }

    /// <summary>Each after what it depends on, otherwise as on the boards.</summary>
    private List<BoardTask> InOrder()
    {
        var order = new List<BoardTask>(_tasks.Count);
        var done = new HashSet<BoardTask>();
        var open = new Stack<BoardTask>();
        foreach (var start in _tasks)
        {
            open.Push(start);
            while (open.TryPeek(out var task))
            {
                if (task.DependsOn.Find(label => !done.Contains(_byLabel[label])) is { } missing)
                {
                    open.Push(_byLabel[missing]);
                    continue;
                }

                open.Pop();
                if (done.Add(task))
                    order.Add(task);
            }
        }

        return order;
    }
}
