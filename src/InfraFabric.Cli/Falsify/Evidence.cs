namespace InfraFabric.Cli.Falsify;

/// <summary>What came of an attempt to break a command.</summary>
/// <param name="HasHeld">Whether the command withstood it.</param>
/// <param name="Seen">What was seen that shows it.</param>
internal sealed record Evidence(bool HasHeld, string Seen)
{
    public static Evidence Held(string seen) => new(true, seen);

    public static Evidence Broke(string seen) => new(false, seen);
}
