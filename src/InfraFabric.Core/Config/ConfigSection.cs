namespace InfraFabric.Core.Config;

/// <summary>
/// A mapping of a configuration file, from which a record is read key by key. Every error is noted and reading goes on,
/// so that all are reported together; the value returned for a key that has an error is the default of its type and
/// never leaves the file's reader. A default is written as it would stand in the file. A key that no one asked for is
/// an error.
/// </summary>
public sealed class ConfigSection
{
    private readonly ConfigReading _reading;
    private readonly ConfigNode _node;
    private readonly string _path;
    private readonly HashSet<string> _known = [];

    internal ConfigSection(ConfigReading reading, ConfigNode node, string path)
    {
        _reading = reading;
        _node = node;
        _path = path;
    }

    /// <summary>A value that must be given.</summary>
    public T Required<T>(string key, ConfigValue<T> kind)
    {
        if (Find(key, kind.Expected, null) is { } entry)
            return Read(entry.Value, PathOf(key), kind);
        _reading.Refuse(_node.Line, PathOf(key), "This key is missing.", $"Add it; its value must be {kind.Expected}.");
        return default!;
    }

    /// <summary>A value with a default.</summary>
    public T Optional<T>(string key, ConfigValue<T> kind, string defaultText) =>
        Find(key, kind.Expected, defaultText) is { } entry
            ? Read(entry.Value, PathOf(key), kind)
            : Default(kind, defaultText);

    /// <summary>A value that may be missing.</summary>
    public T? Optional<T>(string key, ConfigValue<T> kind)
        where T : class => Find(key, kind.Expected, null) is { } entry ? Read(entry.Value, PathOf(key), kind) : null;

    /// <summary>A number or a sum that may be missing.</summary>
    public T? Maybe<T>(string key, ConfigValue<T> kind)
        where T : struct => Find(key, kind.Expected, null) is { } entry ? Read(entry.Value, PathOf(key), kind) : null;

    /// <summary>A list with a default; a list that is given is not empty.</summary>
    public IReadOnlyList<T> List<T>(string key, ConfigValue<T> kind, params IReadOnlyList<string> defaultTexts)
    {
        if (Find(key, $"a list, each item {kind.Expected}", $"[{string.Join(", ", defaultTexts)}]") is not { } entry)
            return [.. defaultTexts.Select(text => Default(kind, text))];
        if (entry.Value is { Kind: ConfigNodeKind.List, Items.Count: > 0 })
            return [.. entry.Value.Items.Select((item, i) => Read(item, $"{PathOf(key)}[{i}]", kind))];

        _reading.Refuse(entry.Line, PathOf(key), "This must be a list with at least one item.",
            "Write one item per line, each after a dash.");
        return [];
    }

    /// <summary>A mapping of its own; when it is missing, it is read as an empty one.</summary>
    public T Section<T>(string key, Func<ConfigSection, T> read)
    {
        _known.Add(key);
        var node = _node.Entries.TryGetValue(key, out var entry)
            ? entry.Value
            : new ConfigNode(ConfigNodeKind.Empty, _node.Line);
        return ReadSection(_reading, node, PathOf(key), read);
    }

    /// <summary>A mapping whose keys are names that the user chooses, each with a mapping of its own.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(string key, Func<ConfigSection, T> read) =>
        Section(key, section => section._node.Entries.ToDictionary(e => e.Key, e => section.Section(e.Key, read)));

    /// <summary>A mapping whose keys are names of one kind, each with a mapping of its own.</summary>
    public IReadOnlyDictionary<TName, T> Map<TName, T>(
        string key, ConfigValue<TName> names, Func<TName, ConfigSection, T> read)
        where TName : notnull => Section(key, section =>
    {
        var all = new Dictionary<TName, T>();
        foreach (var (text, entry) in section._node.Entries)
        {
            if (names.TryRead(text, out var name))
            {
                all[name] = section.Section(text, inner => read(name, inner));
                continue;
            }

            section._known.Add(text);
            section._reading.Refuse(entry.Line, section.PathOf(text), $"'{Shown(text)}' is not accepted as a key here.",
                $"It must be {names.Expected}.");
        }

        return all;
    });

    /// <summary>A list of mappings in their order; empty when it is missing.</summary>
    public IReadOnlyList<T> Sections<T>(string key, Func<ConfigSection, T> read)
    {
        if (Find(key, "a list of mappings", null) is not { } entry)
            return [];
        if (entry.Value is { Kind: ConfigNodeKind.List, Items.Count: > 0 })
            return [.. entry.Value.Items.Select((item, i) => ReadSection(_reading, item, $"{PathOf(key)}[{i}]", read))];

        _reading.Refuse(entry.Line, PathOf(key), "This must be a list with at least one mapping.",
            "Write each after a dash, its keys below each other.");
        return [];
    }

    /// <summary>All keys of this mapping, which are names that the user chooses, each with a value.</summary>
    public IReadOnlyDictionary<string, T> Values<T>(ConfigValue<T> kind)
    {
        _known.UnionWith(_node.Entries.Keys);
        return _node.Entries.ToDictionary(e => e.Key, e => Read(e.Value.Value, PathOf(e.Key), kind));
    }

    /// <summary>Notes that a value breaks a rule which involves more than the value itself.</summary>
    public void Refuse(string key, string what, string fix)
    {
        var line = _node.Entries.TryGetValue(key, out var entry) ? entry.Line : _node.Line;
        _reading.Refuse(line, PathOf(key), what, fix);
    }

    internal static T ReadSection<T>(ConfigReading reading, ConfigNode node, string path, Func<ConfigSection, T> read)
    {
        if (node.Kind is ConfigNodeKind.Text or ConfigNodeKind.List)
        {
            reading.Refuse(node.Line, path, "This must be a mapping.", "Write one \"key: value\" per line below it.");
            node = new ConfigNode(ConfigNodeKind.Empty, node.Line);
        }

        var section = new ConfigSection(reading, node, path);
        var result = read(section);
        section.RefuseUnknownKeys();
        return result;
    }

    private static T Default<T>(ConfigValue<T> kind, string text) =>
        kind.TryRead(text, out var value)
            ? value
            : throw new InvalidOperationException($"The default '{text}' is not {kind.Expected}.");

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private ConfigEntry? Find(string key, string expected, string? defaultText)
    {
        _known.Add(key);
        _reading.Keys.Add(new ConfigKey(PathOf(key), expected, defaultText));
        return _node.Entries.TryGetValue(key, out var entry) ? entry : null;
    }

    private T Read<T>(ConfigNode node, string path, ConfigValue<T> kind)
    {
        if (node.Kind == ConfigNodeKind.Text && kind.TryRead(node.Text, out var value))
            return value;

        var what = node.Kind switch
        {
            ConfigNodeKind.Empty => "This key has no value.",
            ConfigNodeKind.Text => $"'{Shown(node.Text)}' is not accepted.",
            _ => "A single value must stand here.",
        };
        _reading.Refuse(node.Line, path, what, $"It must be {kind.Expected}.");
        return default!;
    }

    private void RefuseUnknownKeys()
    {
        foreach (var (key, entry) in _node.Entries.Where(e => !_known.Contains(e.Key)))
        {
            var fix = NearestKey.Find(key, _known.Where(k => !_node.Entries.ContainsKey(k))) is { } nearest
                ? $"Did you mean {nearest}?"
                : $"Remove it; the keys here are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.";
            _reading.Refuse(entry.Line, PathOf(key), "There is no such key.", fix);
        }
    }

    private static string Shown(string text) => text.Length > 60 ? $"{text[..60]}…" : text;
}
