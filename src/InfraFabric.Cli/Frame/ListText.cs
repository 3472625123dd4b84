namespace InfraFabric.Cli.Frame;

/// <summary>Lists as they are typed: with commas between.</summary>
internal static class ListText
{
    /// <summary>The items; null where nothing was given.</summary>
    public static IReadOnlyList<string>? Split(string? text) => text is null
        ? null
        : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
