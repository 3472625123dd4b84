namespace InfraFabric.Coordinator.Board;

/// <summary>Which ready task goes first: the more urgent, then the one whose turn it is, then the older.</summary>
/// <param name="Urgency">Minus the priority.</param>
/// <param name="Turn">Its place among the fairness keys.</param>
/// <param name="Age">Its place in the order in which tasks were added.</param>
internal readonly record struct ReadyOrder(int Urgency, double Turn, long Age) : IComparable<ReadyOrder>
{
    public static bool operator <(ReadyOrder left, ReadyOrder right) => left.CompareTo(right) < 0;

    public static bool operator >(ReadyOrder left, ReadyOrder right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReadyOrder left, ReadyOrder right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReadyOrder left, ReadyOrder right) => left.CompareTo(right) >= 0;

    public int CompareTo(ReadyOrder other) =>
        Urgency != other.Urgency ? Urgency.CompareTo(other.Urgency)
        : Turn != other.Turn ? Turn.CompareTo(other.Turn)
        : Age.CompareTo(other.Age);
}
