using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InfraFabric.Core.Config;

/// <summary>
/// Turns YAML into nodes. Only what a configuration needs is accepted: one document of mappings, lists and plain
/// values. Anchors and aliases are refused, so that a small file cannot stand for a huge one; tags are refused, because
/// the program alone decides what type a value has.
/// </summary>
internal sealed class YamlTree
{
    private readonly Parser _parser;
    private readonly ConfigReading _reading;
    private int _nodes;

    private YamlTree(string yaml, ConfigReading reading)
    {
        _parser = new Parser(new StringReader(yaml));
        _reading = reading;
    }

    /// <summary>
    /// The root of the document; null when the text is not YAML that is accepted, which the reading then says.
    /// </summary>
    public static ConfigNode? Parse(string yaml, ConfigReading reading)
    {
        try
        {
            return new YamlTree(yaml, reading).ParseDocument();
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser reports some malformed texts with its own exception and some with the framework's.
            var line = e is YamlException { Start.Line: > 0 } at ? (int)at.Start.Line : 1;
            reading.Refuse(line, "", $"The text is not YAML that is accepted: {e.Message.TrimEnd('.')}.",
                "Correct the text at this line, or just before it.");
            return null;
        }
    }

    private ConfigNode ParseDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return new ConfigNode(ConfigNodeKind.Empty, 1);

        _parser.Consume<DocumentStart>();
        var root = ParseNode("", depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
            throw new SemanticErrorException(second.Start, second.End, "a second document starts here");
        return root;
    }

    private ConfigNode ParseNode(string path, int depth)
    {
        var next = _parser.Current ?? throw new InvalidOperationException("The parser stands on no event.");
        if (next is AnchorAlias)
            throw new SemanticErrorException(next.Start, next.End, "aliases (*name) are not allowed here");
        if (next is NodeEvent { Anchor.IsEmpty: false })
            throw new SemanticErrorException(next.Start, next.End, "anchors (&name) are not allowed here");
        if (next is NodeEvent { Tag.IsEmpty: false })
            throw new SemanticErrorException(next.Start, next.End, "tags (!name) are not allowed here");
        if (depth > ConfigLimits.MaxDepth)
            throw new SemanticErrorException(next.Start, next.End, $"more than {ConfigLimits.MaxDepth} levels");
        if (++_nodes > ConfigLimits.MaxNodes)
            throw new SemanticErrorException(next.Start, next.End, $"more than {ConfigLimits.MaxNodes} values");

        return next switch
        {
            Scalar => ParseScalar(),
            SequenceStart => ParseList(path, depth),
            _ => ParseMapping(path, depth),
        };
    }

    private ConfigNode ParseScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is ("" or "~" or "null");
        return new ConfigNode(isNull ? ConfigNodeKind.Empty : ConfigNodeKind.Text, (int)scalar.Start.Line)
        {
            Text = scalar.Value,
        };
    }

    private ConfigNode ParseList(string path, int depth)
    {
        var list = new ConfigNode(ConfigNodeKind.List, (int)_parser.Consume<SequenceStart>().Start.Line);
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Items.Add(ParseNode($"{path}[{list.Items.Count}]", depth + 1));
        return list;
    }

    private ConfigNode ParseMapping(string path, int depth)
    {
        var mapping = new ConfigNode(ConfigNodeKind.Mapping, (int)_parser.Consume<MappingStart>().Start.Line);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var next = _parser.Current;
            if (!_parser.TryConsume<Scalar>(out var key))
                throw new SemanticErrorException(next!.Start, next.End, "a key is not a plain word");

            var keyPath = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            var value = ParseNode(keyPath, depth + 1);
            if (!mapping.Entries.TryAdd(key.Value, new ConfigEntry((int)key.Start.Line, value)))
            {
                _reading.Refuse((int)key.Start.Line, keyPath,
                    $"This key stands at line {mapping.Entries[key.Value].Line} already.", "Keep one of the two.");
            }
        }

        return mapping;
    }
}
