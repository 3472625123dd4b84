namespace InfraFabric.Core.Config;

/// <summary>How much of the past is kept.</summary>
/// <param name="HistoryRevisions">Revisions before the newest one that can still be read and watched.</param>
/// <param name="EndedTasks">How long tasks that have ended can still be seen.</param>
public sealed record RetentionConfig(long HistoryRevisions, TimeSpan EndedTasks)
{
    internal static RetentionConfig Read(ConfigSection section) => new(
        section.Optional("history_revisions", ConfigValues.WholeNumber(1_000L, 10_000_000L), "100000"),
        TimeSpan.FromHours(section.Optional("ended_tasks_hours", ConfigValues.WholeNumber(1, 87_600), "168")));
}
