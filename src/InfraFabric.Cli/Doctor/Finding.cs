namespace InfraFabric.Cli.Doctor;

/// <summary>What the doctor found at one place, and what to do about it if it is not well.</summary>
internal sealed record Finding(string Check, FindingLevel Level, string Found, string? Fix = null)
{
    public static Finding Ok(string check, string found) => new(check, FindingLevel.Ok, found);

    public static Finding Warning(string check, string found, string fix) =>
        new(check, FindingLevel.Warning, found, fix);

    public static Finding Broken(string check, string found, string fix) => new(check, FindingLevel.Broken, found, fix);
}
