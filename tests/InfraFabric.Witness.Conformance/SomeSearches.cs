using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Conformance;

/// <summary>Notes that differ, queries for them, and which ones a query means.</summary>
public static class SomeSearches
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string[] Reasons = ["the disk failed", "disk replaced", "Weil es n\u00f6tig ist", ""];

    public static WitnessNote AnyNote(Random random, int i)
    {
        var operation = AnyOf(random, "task.add", "task.claim", "session.end");
        var swarm = AnyOf(random, "one", "two");
        return SomeNotes.Of($"if://agent/{(char)('a' + random.Next(3))}/1", operation) with
        {
            Trace = TraceOf(random.Next(50)),
            Subject = AnyOf(random, $"tasks/{TaskOf(random.Next(20))}", "swarms/one", "sessions/two/x", "else"),
            Component = AnyOf(random, "coordinator", "server"),
            Severity = random.Next(10) == 0 ? (NoteSeverity)random.Next(5) : NoteSeverity.Info,
            Fence = random.Next(4) == 0 ? random.Next(10) : null,
            // Some clocks are wrong by far.
            Time = Begin.AddSeconds(i + random.Next(-30, 30) + (random.Next(500) == 0 ? random.Next(-2000, 2000) : 0)),
            Why = Reasons[random.Next(Reasons.Length)],
            Parameters = random.Next(5) != 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["other"] = "task",
                ["swarm"] = swarm,
                ["task"] = random.Next(10) == 0 ? "none" : TaskOf(random.Next(20)).ToString(),
            },
        };
    }

    public static LedgerQuery AnyQuery(Random random)
    {
        bool Asks() => random.Next(4) == 0;
        return new LedgerQuery
        {
            Trace = Asks() ? TraceOf(random.Next(52)) : null,
            Actor = Asks() ? $"if://agent/{(char)('a' + random.Next(4))}/1" : null,
            Task = Asks() ? TaskOf(random.Next(20)) : null,
            Swarm = Asks() ? AnyOf(random, "one", "two", "none") : null,
            Component = Asks() ? AnyOf(random, "coordinator", "server") : null,
            Operation = Asks() ? AnyOf(random, "task.add", "task.*", "session.*", "*", "no.such", "no.*") : null,
            Severity = Asks() ? (NoteSeverity)random.Next(5) : NoteSeverity.Info,
            From = Asks() ? Begin.AddSeconds(random.Next(-100, 3100)) : null,
            To = Asks() ? Begin.AddSeconds(random.Next(-100, 3100)) : null,
            Text = Asks() ? AnyOf(random, "disk", "failed disk", "n\u00f6tig", "NOTIG") : null,
            Fence = Asks() ? random.Next(10) : null,
            NewestFirst = random.Next(2) == 0,
            Limit = random.Next(10, 400),
        };
    }

    public static bool Fits(WitnessNote note, LedgerQuery query) =>
        (query.Trace is null || note.Trace == query.Trace)
        && (query.Actor is null || note.Actor == query.Actor)
        && (query.Task is null || TaskOf(note) == query.Task.ToString())
        && (query.Swarm is null || SwarmOf(note) == query.Swarm)
        && (query.Component is null || note.Component == query.Component)
        && (query.Operation is null || (query.Operation.EndsWith('*')
            ? note.Operation.StartsWith(query.Operation[..^1], StringComparison.Ordinal)
            : note.Operation == query.Operation))
        && note.Severity >= query.Severity
        && (query.From is null || note.Time >= query.From) && (query.To is null || note.Time <= query.To)
        && (query.Text is null || Plain(query.Text).Split(' ').All(Plain(note.Why!).Contains))
        && (query.Fence is null || note.Fence == query.Fence);

    private static string? TaskOf(WitnessNote note) =>
        note.Subject.StartsWith("tasks/", StringComparison.Ordinal)
            ? note.Subject[6..]
            : note.Parameters?.GetValueOrDefault("task");

    private static string? SwarmOf(WitnessNote note) => note.Subject switch
    {
        "swarms/one" => "one",
        "sessions/two/x" => "two",
        _ => note.Parameters?.GetValueOrDefault("swarm"),
    };

    private static string Plain(string text) => text.ToLowerInvariant().Replace('\u00f6', 'o');

    private static string AnyOf(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static TraceToken TraceOf(int i) => TraceToken.From(new Guid(i, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1));

    private static TaskId TaskOf(int i) => TaskId.From(new Guid(i, 1, 0x7abc, 0x8d, 0xef, 0xa, 0xb, 0xc, 0xd, 0xe, 2));
}
