namespace InfraFabric.Core.Config;

/// <summary>How tasks are dealt with that do not say so themselves, and how many there may be.</summary>
/// <param name="MaxOpenTasks">Tasks that have not ended; past this, adding one is refused until some have.</param>
/// <param name="AcceptWithin">How long a swarm may take to accept what was assigned to it.</param>
/// <param name="SessionTimeToLive">Without a sign of life for so long, the session of a swarm ends.</param>
/// <param name="StallAfter">Without a word from its owner for so long, a claim counts as stalled.</param>
/// <param name="MaxAttempts">Attempts before a task is a dead letter.</param>
/// <param name="Backoff">The longest wait after the first attempt; it doubles after each.</param>
public sealed record CoordinatorConfig(
    int MaxOpenTasks, TimeSpan AcceptWithin, TimeSpan SessionTimeToLive, TimeSpan StallAfter, int MaxAttempts,
    TimeSpan Backoff)
{
    internal static CoordinatorConfig Read(ConfigSection section) => new(
        section.Optional("max_open_tasks", ConfigValues.WholeNumber(1, 10_000_000), "2000000"),
        TimeSpan.FromSeconds(section.Optional("accept_within_s", ConfigValues.WholeNumber(1, 3600), "5")),
        TimeSpan.FromSeconds(section.Optional("session_ttl_s", ConfigValues.WholeNumber(2, 600), "15")),
        TimeSpan.FromSeconds(section.Optional("stall_after_s", ConfigValues.WholeNumber(1, 86_400), "120")),
        section.Optional("max_attempts", ConfigValues.WholeNumber(1, 100), "3"),
        TimeSpan.FromMilliseconds(section.Optional("backoff_ms", ConfigValues.WholeNumber(0, 3_600_000), "1000")));
}
