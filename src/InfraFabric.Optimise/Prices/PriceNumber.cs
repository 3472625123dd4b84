namespace InfraFabric.Optimise.Prices;

/// <summary>A number that may be missing in a file.</summary>
internal sealed record PriceNumber(decimal Value);
