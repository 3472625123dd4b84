using InfraFabric.Core.Ids;
using InfraFabric.Witness.Entries;

namespace InfraFabric.Witness.Searching;

/// <summary>What the subject of an entry names: the key of a record, mostly.</summary>
internal static class EntrySubject
{
    private static readonly string[] OfTasks = ["tasks/", "specs/", "results/", "blockers/"];
    private static readonly string[] OfSwarms = ["swarms/", "sessions/", "claim-keys/"];

    /// <summary>The task that an entry is about.</summary>
    public static TaskId? TaskOf(LedgerEntry entry) =>
        TaskId.TryParse(After(entry.Subject, OfTasks) ?? Named(entry, "task"), out var task) ? task : null;

    /// <summary>The swarm that an entry is about.</summary>
    public static string? SwarmOf(LedgerEntry entry) =>
        After(entry.Subject, OfSwarms)?.Split('/')[0] ?? Named(entry, "swarm");

    private static string? After(string subject, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (subject.StartsWith(prefix, StringComparison.Ordinal))
                return subject[prefix.Length..];
        }

        return null;
    }

    private static string? Named(LedgerEntry entry, string name) => entry.Parameters?.GetValueOrDefault(name);
}
