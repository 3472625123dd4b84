namespace InfraFabric.Optimise.Prices;

/// <summary>Where a price stands.</summary>
public enum PriceOrigin
{
    /// <summary>It came with the program.</summary>
    Shipped,

    /// <summary>It is the user's own.</summary>
    Own,
}
