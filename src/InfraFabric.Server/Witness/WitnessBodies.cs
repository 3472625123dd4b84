using InfraFabric.Api.Witness;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Server.Witness;

/// <summary>Entries as the API shows them.</summary>
internal static class WitnessBodies
{
    public static WitnessEntryBody From(FoundEntry found)
    {
        var entry = found.Entry;
        return new WitnessEntryBody
        {
            Index = found.Place,
            Sequence = entry.Sequence,
            Trace = entry.Trace.ToString(),
            Actor = entry.Actor,
            Component = entry.Component,
            Operation = entry.Operation,
            Subject = entry.Subject,
            Time = entry.Time,
            Why = entry.Why,
            Stage = NameOf(entry.Stage),
            Outcome = entry.Outcome,
            Severity = NameOf(entry.Severity),
            Fence = entry.Fence,
            Cost = entry.Cost,
            Revision = entry.Position.Revision,
            Parameters = entry.Parameters,
            Personal = entry.Personal,
        };
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
