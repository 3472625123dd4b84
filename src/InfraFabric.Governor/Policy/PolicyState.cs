namespace InfraFabric.Governor.Policy;

/// <summary>How the policy stands, as one server sees it.</summary>
/// <param name="InForce">What holds in the whole fabric.</param>
/// <param name="Path">The file of this server.</param>
/// <param name="Hash">The hash of what this server loaded last; null if it has loaded nothing.</param>
/// <param name="Problem">Why the file as it is now is not loaded; null if it is, or there is none.</param>
public sealed record PolicyState(PolicyRecord InForce, string Path, string? Hash, string? Problem)
{
    /// <summary>Whether what this server loaded is what holds; also while it has loaded nothing.</summary>
    public bool IsInForce => Hash is null || Hash == InForce.Hash;
}
