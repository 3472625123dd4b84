using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Migration;

/// <summary>A task while its board is read: what one line begins, the lines under it may complete.</summary>
internal sealed class BoardTask(string label, SourceLine source)
{
    public string Label { get; } = label;

    public SourceLine Source { get; } = source;

    public string Title { get; set; } = "";

    /// <summary>Null as long as nothing has said it; without, it is only a mention of the task.</summary>
    public BoardState? State { get; set; }

    /// <summary>The lines that said it.</summary>
    public List<int> MarkedAt { get; } = [];

    public string? Phase { get; set; }

    public string? Session { get; set; }

    /// <summary>Labels of tasks, or of groups of tasks.</summary>
    public List<string> DependsOn { get; } = [];

    /// <summary>Labels of tasks, or of groups of tasks, that wait for this one.</summary>
    public List<string> Blocks { get; } = [];

    public double? Hours { get; set; }

    public Money? Budget { get; set; }

    /// <summary>What else was said of its state, such as why it is blocked.</summary>
    public List<string> Reasons { get; } = [];
}
