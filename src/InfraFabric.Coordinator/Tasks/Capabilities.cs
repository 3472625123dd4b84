using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>Lists of capabilities, in the one form in which two lists with the same ones are the same.</summary>
internal static class Capabilities
{
    /// <summary>What is required.</summary>
    public static IReadOnlyList<string>? Sorted(IReadOnlyList<string>? capabilities, string field) =>
        Sorted(capabilities, field, Capability.Parse);

    /// <summary>What is offered, which may be a whole domain.</summary>
    public static IReadOnlyList<string>? Offered(IReadOnlyList<string>? capabilities, string field) =>
        Sorted(capabilities, field, Capability.ParseOffer);

    private static IReadOnlyList<string>? Sorted(
        IReadOnlyList<string>? capabilities, string field, Func<string, Capability> parse)
    {
        if (capabilities is not { Count: > 0 })
            return null;
        Require.AtMost(capabilities.Count, CoordinatorLimits.MaxCapabilities, field);
        return [.. capabilities.Select(c => parse(c).Text).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }
}
