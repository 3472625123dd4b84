using InfraFabric.Core.Crypto;
using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Prices;

/// <summary>What something costs, and by which price.</summary>
/// <param name="Cost">The whole sum, rounded once.</param>
/// <param name="Exact">The same before it was rounded.</param>
/// <param name="Price">The version that was in force.</param>
/// <param name="PriceHash">Names that version, and the rate of its currency.</param>
public sealed record PricedUsage(Money Cost, ExactAmount Exact, PriceVersion Price, Sha256Hash PriceHash);
