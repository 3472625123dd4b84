namespace InfraFabric.State.Conformance.Histories;

/// <summary>
/// What one client asked of one key and was told, with the times at which it asked and was answered. An operation whose
/// outcome is unknown may take effect at any time after it was asked for, or never.
/// </summary>
/// <param name="Client">Who asked.</param>
/// <param name="Key">Which register.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Expected">For a swap: what had to be there (null: nothing).</param>
/// <param name="Value">What was written, or what was read (null: nothing was there).</param>
/// <param name="Succeeded">For a swap: whether it was made.</param>
/// <param name="Asked">When it was asked for.</param>
/// <param name="Answered">When it was answered; <see cref="long.MaxValue"/> if its outcome is unknown.</param>
public sealed record Operation(
    int Client, string Key, OperationKind Kind, string? Expected, string? Value, bool Succeeded, long Asked,
    long Answered)
{
    public bool IsUnknown => Answered == long.MaxValue;
}
