namespace InfraFabric.Cli.Answers;

/// <summary>What <c>coordinator health</c> found.</summary>
/// <param name="Live">Whether the server answers.</param>
/// <param name="Ready">Whether its store answers, too.</param>
/// <param name="Why">What keeps it from being ready.</param>
/// <param name="Backend">The store.</param>
/// <param name="Revision">The newest revision of the store.</param>
/// <param name="Lag">Revisions that the server has not taken in yet.</param>
/// <param name="Members">Servers on the same store.</param>
/// <param name="Blockers">Tasks that do not get on.</param>
internal sealed record HealthAnswer(
    bool Live, bool Ready, string? Why = null, string? Backend = null, long? Revision = null, long? Lag = null,
    int? Members = null, int? Blockers = null);
