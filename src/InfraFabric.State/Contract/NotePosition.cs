namespace InfraFabric.State.Contract;

/// <summary>
/// The place of a note in the outbox: the revision of its commit, and its order within that revision.
/// </summary>
public readonly record struct NotePosition(long Revision, int Order) : IComparable<NotePosition>
{
    /// <summary>Before the first note.</summary>
    public static NotePosition Start => default;

    public static bool operator <(NotePosition left, NotePosition right) => left.CompareTo(right) < 0;

    public static bool operator >(NotePosition left, NotePosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(NotePosition left, NotePosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NotePosition left, NotePosition right) => left.CompareTo(right) >= 0;

    public int CompareTo(NotePosition other) =>
        Revision != other.Revision ? Revision.CompareTo(other.Revision) : Order.CompareTo(other.Order);
}
