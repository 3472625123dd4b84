using System.Globalization;
using System.Text.Json.Nodes;
using InfraFabric.Core.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace InfraFabric.Cli.Commands.Tasks;

/// <summary>
/// Reads YAML as the JSON that it stands for. Anchors are refused: a few lines of them can stand for more than any
/// memory holds.
/// </summary>
internal static class YamlJson
{
    private const int MaxDepth = 32;

    public static JsonNode? Parse(string path, byte[] bytes)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(bytes));
            var parser = new Parser(text);
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return null;
            parser.Consume<DocumentStart>();
            var node = Read(parser, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                throw Refused(path, parser.Current!.Start.Line, "a second document begins there");
            return node;
        }
        catch (YamlException broken)
        {
            throw Refused(path, broken.Start.Line, broken.InnerException?.Message ?? broken.Message, broken);
        }
    }

    private static JsonNode? Read(Parser parser, int depth)
    {
        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            throw At(parser, "anchors are not read");
        if (depth > MaxDepth)
            throw At(parser, $"it is nested deeper than {MaxDepth}");
        if (parser.TryConsume<Scalar>(out var scalar))
            return ValueOf(scalar);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
                list.Add(Read(parser, depth + 1));
            return list;
        }

        parser.Consume<MappingStart>();
        var members = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = parser.Consume<Scalar>();
            if (members.ContainsKey(name.Value))
                throw At(parser, $"'{name.Value}' is there twice");
            members.Add(name.Value, Read(parser, depth + 1));
        }

        return members;
    }

    // The core schema of YAML: what is in quotes is text, whatever it looks like.
    private static JsonValue? ValueOf(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
            return JsonValue.Create(text);
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
            return JsonValue.Create(text[0] is 't' or 'T');
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        return decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private static YamlException At(Parser parser, string why) =>
        new(parser.Current!.Start, parser.Current.End, why);

    private static FabricException Refused(string path, long line, string why, Exception? cause = null) => new(
        ErrorTable.JsonInvalid, $"The YAML of {path} cannot be read.", $"Line {line}: {why}.", "Correct it.", cause);
}
