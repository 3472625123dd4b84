using System.Buffers;
using System.Text.Json;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Migration;

/// <summary>A task of a board, as it is to be created.</summary>
public sealed record MigrationTask
{
    /// <summary>The type of every task that came from a board.</summary>
    public const string TaskType = "migrated";

    /// <summary>Its id on the board, such as <c>P0.1.2</c>.</summary>
    public required string Label { get; init; }

    public required string Title { get; init; }

    public required BoardState State { get; init; }

    public required SourceLine Source { get; init; }

    /// <summary>The same for this task whenever and from whichever clone it is imported.</summary>
    public required string IdempotencyKey { get; init; }

    public string? Phase { get; init; }

    public string? Session { get; init; }

    /// <summary>The labels of the tasks that must be completed first; each of them is in the plan.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public double? Hours { get; init; }

    public Money? Budget { get; init; }

    /// <summary>What the board knew and the fabric has no other place for, such as who had the task.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// Whether it is done. Everything else becomes available: a claim cannot be carried over without its session.
    /// </summary>
    public bool IsCompleted => State == BoardState.Completed;

    /// <summary>
    /// The call that creates it, with labels for names. What is completed waits for nothing any more.
    /// </summary>
    public TaskDraft ToDraft() => new()
    {
        Name = Label,
        Type = TaskType,
        Title = Title,
        Payload = Payload(),
        Phase = Phase,
        Session = Session,
        DependsOn = IsCompleted || DependsOn.Count == 0 ? null : DependsOn,
        Budget = Budget,
        IdempotencyKey = IdempotencyKey,
    };

    private JsonElement Payload()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("label", Label);
            json.WriteString("source", Source.ToString());
            if (Hours is { } hours)
                json.WriteNumber("hours", hours);
            if (Note is not null)
                json.WriteString("note", Note);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }
}
