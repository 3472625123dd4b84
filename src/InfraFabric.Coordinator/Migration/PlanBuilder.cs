namespace InfraFabric.Coordinator.Migration;

/// <summary>
/// Makes one plan of what all boards and status files say: joins what they say of the same task, and finds what does
/// not fit together.
/// </summary>
internal sealed partial class PlanBuilder
{
    private readonly Dictionary<string, BoardTask> _byLabel = new(StringComparer.Ordinal);
    private readonly List<BoardTask> _tasks = [];
    private readonly Dictionary<string, List<string>> _notes = new(StringComparer.Ordinal);
    private readonly List<MigrationConflict> _conflicts = [];

    private PlanBuilder()
    {
    }

    public static MigrationPlan Build(
        string repository, int filesRead, IReadOnlyList<BoardTask> tasks, IReadOnlyList<MigrationSwarm> swarms,
        IReadOnlyList<UnreadLine> unread)
    {
        var builder = new PlanBuilder();
        foreach (var task in tasks)
            builder.Join(task);
        builder.NameSessions(swarms);
        foreach (var swarm in swarms)
            builder.TakeStatus(swarm);
        builder.ResolveDependencies();
        builder.BreakCycles();
        return new MigrationPlan
        {
            Repository = repository,
            FilesRead = filesRead,
            Tasks = [.. builder.InOrder().Select(task => builder.ToTask(task, repository))],
            Swarms = swarms,
            Conflicts = builder._conflicts,
            Unread = unread,
        };
    }

    // What stands first counts; what stands again may add what was left out there.
    private void Join(BoardTask task)
    {
        if (_byLabel.TryAdd(task.Label, task))
        {
            _tasks.Add(task);
            return;
        }

        var first = _byLabel[task.Label];
        var differences = Differences(first, task).ToList();
        if (differences.Count > 0)
        {
            _conflicts.Add(new MigrationConflict(ConflictKind.TaskDiffers, task.Source,
                $"{task.Label} stands in {first.Source} too, with another {string.Join(", ", differences)}.",
                $"What stands in {first.Source}."));
        }

        first.Title = first.Title.Length > 0 ? first.Title : task.Title;
        first.Session ??= task.Session;
        first.Phase ??= task.Phase;
        first.Hours ??= task.Hours;
        first.Budget ??= task.Budget;
        first.Reasons.AddRange(task.Reasons.Except(first.Reasons, StringComparer.Ordinal).ToList());
        if (first.DependsOn.Count == 0)
            first.DependsOn.AddRange(task.DependsOn);
        first.Blocks.AddRange(task.Blocks);
    }

    private static IEnumerable<string> Differences(BoardTask one, BoardTask other)
    {
        if (one.State != other.State)
            yield return "state";
        if (one.Title.Length > 0 && other.Title.Length > 0 && one.Title != other.Title)
            yield return "title";
        if (one.Session is not null && other.Session is not null && one.Session != other.Session)
            yield return "session";
        if (one.DependsOn.Count > 0 && other.DependsOn.Count > 0
            && !one.DependsOn.ToHashSet(StringComparer.Ordinal).SetEquals(other.DependsOn))
            yield return "list of dependencies";
        if (one.Hours is not null && other.Hours is not null && one.Hours != other.Hours)
            yield return "number of hours";
        if (one.Budget is not null && other.Budget is not null && one.Budget != other.Budget)
            yield return "cost";
    }

    // Boards say "Session 1", status files "session-1-ndi": the same one, if no other is called so.
    private void NameSessions(IReadOnlyList<MigrationSwarm> swarms)
    {
        foreach (var group in _tasks.Where(task => task.Session is not null).GroupBy(task => task.Session!).ToList())
        {
            if (swarms.Any(swarm => swarm.Name.Text == group.Key))
                continue;
            var longer = swarms.Where(swarm => SessionLabel.IsLonger(swarm.Name, group.Key)).ToList();
            if (longer.Count == 1)
            {
                foreach (var task in group)
                    task.Session = longer[0].Name.Text;
            }
            else if (longer.Count > 1)
            {
                _conflicts.Add(new MigrationConflict(ConflictKind.SessionUnclear, group.First().Source,
                    $"{group.Key} could be {string.Join(" or ", longer.Select(swarm => swarm.Name.Text))}.",
                    $"Its tasks are labelled {group.Key}."));
            }
        }
    }

    private void TakeStatus(MigrationSwarm swarm)
    {
        foreach (var label in swarm.CurrentTasks)
        {
            if (!_byLabel.TryGetValue(label, out var task))
            {
                _conflicts.Add(new MigrationConflict(ConflictKind.UnknownTask, swarm.Source,
                    $"{swarm.Name} works on {label}, which stands on no board.", "Nothing."));
            }
            else if (task.State == BoardState.Completed)
            {
                _conflicts.Add(new MigrationConflict(ConflictKind.SessionDiffers, swarm.Source,
                    $"{swarm.Name} works on {label}, which {task.Source} calls completed.", "It stays completed."));
            }
            else if (task.State != BoardState.Available && task.Session is { } other && other != swarm.Name.Text)
            {
                _conflicts.Add(new MigrationConflict(ConflictKind.SessionDiffers, swarm.Source,
                    $"{swarm.Name} works on {label}, which {task.Source} says {other} has.",
                    $"It is labelled {other}."));
            }
            else
            {
                task.State = task.State == BoardState.Available ? BoardState.InProgress : task.State;
                task.Session = swarm.Name.Text;
                task.Reasons.AddRange(swarm.Blockers);
            }
        }
    }

    private MigrationTask ToTask(BoardTask task, string repository) => new()
    {
        Label = task.Label,
        Title = task.Title.Length > 0 ? task.Title : task.Label,
        State = task.State!.Value,
        Source = task.Source,
        IdempotencyKey = $"git-polling/{repository}/{task.Label}",
        Phase = string.IsNullOrEmpty(task.Phase) ? null : task.Phase,
        Session = task.Session,
        DependsOn = task.DependsOn,
        Hours = task.Hours,
        Budget = task.Budget,
        Note = NoteOf(task),
    };

    private string? NoteOf(BoardTask task)
    {
        var notes = new List<string>();
        var who = task.Session is null ? "" : $" by {task.Session}";
        var reasons = string.Join("; ", task.Reasons);
        var why = reasons.Length == 0 ? "" : $": {reasons}";
        if (task.State == BoardState.InProgress)
            notes.Add($"It was in progress{who}{why}. A claim cannot be carried over without its session.");
        else if (task.State == BoardState.Blocked)
            notes.Add($"It was blocked{who}{why}.");
        else if (reasons.Length > 0)
            notes.Add(reasons);
        notes.AddRange(_notes.GetValueOrDefault(task.Label) ?? []);
        return notes.Count == 0 ? null : string.Join(" ", notes);
    }

    private void Remember(BoardTask task, string note)
    {
        if (!_notes.TryGetValue(task.Label, out var notes))
            _notes[task.Label] = notes = [];
        notes.Add(note);
    }
}
