using InfraFabric.Core.Ids;
using InfraFabric.Witness.Entries;

namespace InfraFabric.Witness.Searching;

/// <summary>What the subject of an entry names: the key of a record, mostly.</summary>
internal static class EntrySubject
{
    private static readonly string[] OfTasks = ["tasks/", "specs/", "results/", "blockers/"];
    private static readonly string[] OfSwarms = ["swarms/", "sessions/", "claim-keys/"];

    /// <summary>The task that an entry is about.</summary>
    public static TaskId? TaskOf(LedgerEntry entry) => TaskOf(entry.Subject, Named(entry, "task"));

    /// <summary>The task of an entry by its subject, else by the parameter that names one.</summary>
    public static TaskId? TaskOf(string subject, string? named) =>
        TaskId.TryParse(After(subject, OfTasks) ?? named, out var task) ? task : null;

    /// <summary>The swarm that an entry is about.</summary>
    public static string? SwarmOf(LedgerEntry entry) => SwarmOf(entry.Subject, Named(entry, "swarm"));

    /// <summary>The swarm of an entry by its subject, else by the parameter that names one.</summary>
    public static string? SwarmOf(string subject, string? named) =>
        After(subject, OfSwarms)?.Split('/')[0] ?? named;

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
