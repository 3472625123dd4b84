namespace InfraFabric.Governor.Importing;

/// <summary>The bounds of what is read from a document.</summary>
public static class ImportLimits
{
    /// <summary>Characters of a document.</summary>
    public const int MaxCharacters = 1024 * 1024;

    /// <summary>Characters of a line; the rest of a longer one is not looked at.</summary>
    public const int MaxLine = 2000;

    /// <summary>Swarms in a document; those after them are not read.</summary>
    public const int MaxSwarms = 1000;
}
