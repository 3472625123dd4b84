namespace InfraFabric.Optimise.Prices;

/// <summary>Prices by their names.</summary>
internal static class PriceNames
{
    /// <summary>Those that are given.</summary>
    public static IReadOnlyDictionary<string, decimal> Of(params ReadOnlySpan<(string Name, decimal? Price)> prices)
    {
        var given = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (name, price) in prices)
        {
            if (price is { } number)
                given.Add(name, number);
        }

        return given;
    }
}
