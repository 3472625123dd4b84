using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Core.Ids;

/// <summary>
/// The name of a task: a UUID of version 7 as an <see cref="IdSource"/> makes them, so that ids sort by age. Written
/// in lower case with hyphens.
/// </summary>
public readonly record struct TaskId : IComparable<TaskId>
{
    private TaskId(Guid value) => Value = value;

    public Guid Value { get; }

    /// <summary>The id of a new task.</summary>
    public static TaskId New(IdSource ids) => new(ids.Next());

    public static TaskId From(Guid value) => new(value);

    /// <summary>Reads an id, in the one form in which it is printed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TaskId id)
    {
        var valid = TraceToken.TryParse(text, out var uuid);
        id = new TaskId(uuid.Value);
        return valid;
    }

    /// <summary>Reads an id; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static TaskId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw IdText.Malformed("task's id", text, "0198c5a2-1f00-7abc-8def-0123456789ab");

    public int CompareTo(TaskId other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(TaskId left, TaskId right) => left.CompareTo(right) < 0;

    public static bool operator >(TaskId left, TaskId right) => left.CompareTo(right) > 0;

    public static bool operator <=(TaskId left, TaskId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TaskId left, TaskId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value.ToString("D");
}
