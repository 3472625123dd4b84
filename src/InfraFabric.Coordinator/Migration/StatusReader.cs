using InfraFabric.Core.Ids;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InfraFabric.Coordinator.Migration;

/// <summary>Reads a session's status file, whatever its writers called its fields.</summary>
internal sealed class StatusReader
{
    private readonly string _file;
    private readonly List<UnreadLine> _unread = [];
    private readonly List<(string Path, int Line, string Value)> _values = [];

    private StatusReader(string file) => _file = file;

    /// <summary>The session as a swarm, and what could not be read; no swarm when it has no name.</summary>
    public static (MigrationSwarm? Swarm, IReadOnlyList<UnreadLine> Unread) Read(string file, string text)
    {
        var reader = new StatusReader(file);
        try
        {
            reader.Walk(new Parser(new StringReader(text)));
            return (reader.ToSwarm(), reader._unread);
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser reports some malformed texts with its own exception and some with the framework's.
            var line = e is YamlException { Start.Line: > 0 } at ? (int)at.Start.Line : 1;
            var whole = text.ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(line - 1) ?? "";
            reader.Refuse(line, whole, $"It is not YAML that is accepted: {e.Message.TrimEnd('.')}.");
            return (null, reader._unread);
        }
    }

    // Every plain value with the keys that lead to it. Aliases are refused: a small file could stand for a huge one.
    private void Walk(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return;
        WalkNode(parser, "", 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            Refuse((int)second.Start.Line, "---", "A second document begins here; only the first is read.");
    }

    private void WalkNode(Parser parser, string path, int depth)
    {
        if (depth > MigrationLimits.MaxStatusDepth || _values.Count > MigrationLimits.MaxStatusValues)
            throw new InvalidOperationException("it is nested too deeply, or has too many values");
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            _values.Add((path, (int)scalar.Start.Line, scalar.Value));
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            while (!parser.TryConsume<SequenceEnd>(out _))
                WalkNode(parser, path, depth + 1);
        }
        else
        {
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Name(parser.Consume<Scalar>().Value);
                WalkNode(parser, path.Length == 0 ? key : $"{path}.{key}", depth + 1);
            }
        }
    }

    private static string Name(string key) =>
        string.Concat(key.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private MigrationSwarm? ToSwarm()
    {
        var name = Take("sessionid", "session.id", "swarmid", "swarm.id", "session.name", "session", "swarm", "agent",
            "id", "name");
        var line = name.Count > 0 ? name[0].Line : 1;
        var called = name.Count > 0 ? name[0].Value : Path.GetFileNameWithoutExtension(_file)["STATUS-".Length..];
        if (SessionLabel.ToSwarm(called) is not { } swarm)
        {
            Refuse(line, called, "It is no name that a swarm can have.");
            return null;
        }

        var read = new MigrationSwarm
        {
            Name = swarm,
            Source = new SourceLine(_file, line),
            Capabilities = ToCapabilities(Take("capabilities", "skills")),
            CurrentTasks = ToLabels(Take("currenttask", "currenttasks", "task", "tasks", "claimed", "claimedtask",
                "claimedtasks", "workingon", "activetask", "currenttask.id", "task.id")),
            Status = Take("status", "state", "session.status") is [var (_, status), ..]
                ? BoardReader.Shown(status)
                : null,
            Blockers = [.. Take("blockers", "blocker", "blockedby", "blockedon").Select(b => b.Value).Where(IsSaid)],
        };
        RefuseTheRest();
        return read;
    }

    private IReadOnlyList<Capability> ToCapabilities(IReadOnlyList<(int Line, string Value)> values)
    {
        var capabilities = new List<Capability>();
        foreach (var (line, value) in values)
        {
            foreach (var text in value.Split(',', StringSplitOptions.TrimEntries).Where(IsSaid))
            {
                if (Capability.TryParse(text.ToLowerInvariant(), out var capability))
                    capabilities.Add(capability);
                else
                    Refuse(line, text, "A capability is written as domain:skill, such as integration:sip.");
            }
        }

        return [.. capabilities.Distinct()];
    }

    private IReadOnlyList<string> ToLabels(IReadOnlyList<(int Line, string Value)> values)
    {
        var labels = new List<string>();
        foreach (var (line, value) in values.Where(value => IsSaid(value.Value)))
        {
            if (TaskLabel.TryTake(MarkdownText.Plain(value), out var label, out _))
                labels.Add(label);
            else
                Refuse(line, value, "It names no task.");
        }

        return [.. labels.Distinct(StringComparer.Ordinal)];
    }

    private static bool IsSaid(string value) =>
        value.Trim().ToLowerInvariant() is not ("" or "~" or "null" or "none" or "idle" or "-" or "n/a");

    /// <summary>The values under the first of these paths that has any.</summary>
    private List<(int Line, string Value)> Take(params string[] paths)
    {
        foreach (var path in paths)
        {
            var found = _values.Where(value => value.Path == path).Select(v => (v.Line, v.Value)).ToList();
            if (found.Count == 0)
                continue;
            _values.RemoveAll(value => value.Path == path);
            return found;
        }

        return [];
    }

    private void RefuseTheRest()
    {
        if (_values.Count == 0)
            return;
        var paths = string.Join(", ", _values.Select(value => value.Path).Distinct(StringComparer.Ordinal));
        Refuse(_values[0].Line, paths, "These fields have no place in the fabric.");
    }

    private void Refuse(int line, string text, string why) =>
        _unread.Add(new UnreadLine(new SourceLine(_file, line), BoardReader.Shown(text), why));
}
