namespace InfraFabric.Load;

/// <summary>How much is measured: enough to believe a figure, or only enough to see that it is measured.</summary>
/// <param name="Round">How long a round that goes by time lasts.</param>
/// <param name="Share">What part of the tasks, claims and records is taken.</param>
internal sealed record Effort(TimeSpan Round, double Share)
{
    /// <summary>A figure is the median of so many rounds.</summary>
    public const int Rounds = 3;

    public static Effort Full { get; } = new(TimeSpan.FromSeconds(10), 1);

    public static Effort Quick { get; } = new(TimeSpan.FromSeconds(1), 0.05);

    /// <summary>That part of a count, in whole hundreds: tasks are added by the hundred.</summary>
    public int Of(int count) => Math.Max(100, (int)(count * Share) / 100 * 100);
}
