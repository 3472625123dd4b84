namespace InfraFabric.Core.Config;

/// <summary>How much of the past is kept.</summary>
/// <param name="HistoryRevisions">Revisions before the newest one that can still be read and watched.</param>
public sealed record RetentionConfig(long HistoryRevisions)
{
    internal static RetentionConfig Read(ConfigSection section) => new(
        section.Optional("history_revisions", ConfigValues.WholeNumber(1_000L, 10_000_000L), "100000"));
}
