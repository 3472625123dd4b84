using InfraFabric.Core.Ids;

namespace InfraFabric.Coordinator.Tasks;

/// <summary>Lists of capabilities, in the one form in which two lists with the same ones are the same.</summary>
internal static class Capabilities
{
    public static IReadOnlyList<string>? Sorted(IReadOnlyList<string>? capabilities, string field)
    {
        if (capabilities is not { Count: > 0 })
            return null;
        Require.AtMost(capabilities.Count, CoordinatorLimits.MaxCapabilities, field);
        return [.. capabilities.Select(c => Capability.Parse(c).Text).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }
}
