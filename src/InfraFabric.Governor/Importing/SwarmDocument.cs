using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Governor.Importing;

/// <summary>
/// Reads from a Markdown document which swarms there are and what they can do. A swarm is named by a heading, at the
/// beginning of an item of a list, in a table, or as a key in a block of code; what stands below it there is about it.
/// </summary>
public sealed class SwarmDocument
{
    private readonly OrderedDictionary<string, SwarmProposal> _swarms = new(StringComparer.Ordinal);
    private readonly bool _infers;
    private string? _ofHeading;
    private int _headingLevel;
    private string? _ofItem;
    private int _itemIndent;
    private bool _inCode;
    private string[]? _columns;
    private string? _lineBefore;

    private SwarmDocument(bool infers) => _infers = infers;

    /// <summary>
    /// Reads a document. Without inference only what is written as <c>domain:skill</c> counts as a capability.
    /// </summary>
    public static IReadOnlyList<SwarmProposal> Read(string markdown, bool infers)
    {
        if (markdown.Length > ImportLimits.MaxCharacters)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "The document is too large.",
                $"At most {ImportLimits.MaxCharacters} characters are read.", "Import a part of it.");
        }

        var document = new SwarmDocument(infers);
        var number = 0;
        foreach (var line in markdown.Split('\n'))
        {
            var text = line.TrimEnd('\r', ' ', '\t');
            document.ReadLine(text.Length > ImportLimits.MaxLine ? text[..ImportLimits.MaxLine] : text, ++number);
        }

        return [.. document._swarms.Values];
    }

    private void ReadLine(string line, int number)
    {
        if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
        {
            _inCode = !_inCode;
            _ofItem = null;
        }
        else if (_inCode)
        {
            ReadCode(line, number);
        }
        else if (DocumentText.HeadingLevel(line) is > 0 and var level)
        {
            ReadHeading(line, level, number);
        }
        else if (line.Contains('|', StringComparison.Ordinal))
        {
            ReadTable(line, number);
        }
        else
        {
            _columns = null;
            ReadText(line, number);
        }

        _lineBefore = line;
    }

    private void ReadHeading(string line, int level, int number)
    {
        _columns = null;
        _ofItem = null;
        if (DocumentText.NameIn(DocumentText.Plain(line)) is { } name)
            (_ofHeading, _headingLevel) = (Begin(name, number), level);
        else if (level <= _headingLevel)
            (_ofHeading, _headingLevel) = (null, 0);
        Learn(_ofHeading, line, number, _infers);
    }

    private void ReadText(string line, int number)
    {
        if (line.Length == 0)
            return;
        var indent = DocumentText.IndentOf(line);
        if (indent <= _itemIndent)
            _ofItem = null;
        var item = DocumentText.ItemIn(line);
        if (item is not null && _ofItem is null && LeadOf(item) is { } lead && DocumentText.NameIn(lead) is { } name)
            (_ofItem, _itemIndent) = (Begin(name, number), indent);
        // What is only mentioned in a paragraph is no ability.
        Learn(_ofItem ?? _ofHeading, line, number, _infers && (item is not null || IsAboutSkills(line)));
    }

    /// <summary>In code only what is written as a key names a swarm, and only capabilities as such count.</summary>
    private void ReadCode(string line, int number)
    {
        var indent = DocumentText.IndentOf(line);
        if (line.Length > 0 && indent <= _itemIndent)
            _ofItem = null;
        var key = line.Trim();
        if (key.EndsWith(':') && DocumentText.NameIn(key) is { } name && name.Length == key.Length - 1)
            (_ofItem, _itemIndent) = (Begin(name, number), indent);
        else
            Learn(_ofItem ?? _ofHeading, line, number, infers: false);
    }

    private void ReadTable(string line, int number)
    {
        if (DocumentText.IsTableRule(line))
        {
            _columns = [.. DocumentText.Cells(_lineBefore ?? "").Select(KindOf)];
            return;
        }

        if (_columns is not { } columns || !columns.Contains("name", StringComparer.Ordinal))
            return;
        var cells = DocumentText.Cells(line);
        string? Cell(string kind) => Array.IndexOf(columns, kind) is >= 0 and var at && at < cells.Count
            ? cells[at]
            : null;
        if (DocumentText.NameOfCell(Cell("name") ?? "") is not { } name)
            return;
        var swarm = Begin(name, number);
        for (var at = 0; at < Math.Min(columns.Length, cells.Count); at++)
            Learn(swarm, cells[at], number, _infers && columns[at] is "skills" or "name");
        if (Cell("cost") is { } cost && DocumentText.SumIn(cost) is { } sum)
            Price(swarm, sum, number);
    }

    private static string KindOf(string header) => DocumentText.Plain(header).ToLowerInvariant() switch
    {
        "swarm" or "session" or "agent" or "name" => "name",
        "capabilities" or "capability" or "skills" or "focus" or "role" or "specialty" or "speciality"
            or "responsibility" or "responsibilities" or "scope" or "domain" or "does" => "skills",
        "cost per hour" or "cost/hour" or "cost/h" or "$/h" or "$/hour" or "rate" => "cost",
        _ => "",
    };

    private static bool IsAboutSkills(string line) =>
        line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && KindOf(line[..colon]) == "skills";

    /// <summary>What an item begins with: the bold or code words, or those before the first colon or dash.</summary>
    private static string LeadOf(string item)
    {
        var plain = DocumentText.Plain(item);
        var end = plain.AsSpan().IndexOfAny(":\u2013\u2014");
        var closing = plain.IndexOf(')', StringComparison.Ordinal);
        end = end < 0 || (closing > end) ? Math.Max(end, closing + 1) : end;
        return end <= 0 ? plain : plain[..Math.Min(plain.Length, end + 40)];
    }

    private string? Begin(string name, int number)
    {
        if (!_swarms.ContainsKey(name))
        {
            if (_swarms.Count >= ImportLimits.MaxSwarms || !Core.Ids.SwarmName.TryParse(name, out _))
                return null;
            _swarms.Add(name, new SwarmProposal { Swarm = name, Line = number });
        }

        return name;
    }

    private void Learn(string? swarm, string text, int number, bool infers)
    {
        if (swarm is null)
            return;
        foreach (var capability in DocumentText.CapabilitiesIn(text))
            Add(swarm, new ProposedCapability(capability, number, InferredFrom: null));
        if (infers)
        {
            foreach (var (word, capability) in SkillWords.Find(
                DocumentText.Plain(DocumentText.WithoutCapabilities(text))))
                Add(swarm, new ProposedCapability(capability, number, word));
        }

        if (DocumentText.CostIn(text) is { } cost)
            Price(swarm, cost, number);
    }

    private void Add(string swarm, ProposedCapability found)
    {
        var known = _swarms[swarm];
        if (known.Capabilities.Count < PolicyLimits.MaxCapabilities
            && !known.Capabilities.Any(one => one.Capability == found.Capability))
        {
            _swarms[swarm] = known with { Capabilities = [.. known.Capabilities, found] };
        }
    }

    private void Price(string? swarm, Money cost, int number)
    {
        if (swarm is not null && _swarms[swarm].CostPerHour is null)
            _swarms[swarm] = _swarms[swarm] with { CostPerHour = cost, CostLine = number };
    }
}
