using System.Globalization;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Memory;

/// <summary>
/// The note of a lease that ran out: nobody asked for its end, so the store itself says what happened.
/// </summary>
internal static class LeaseExpiry
{
    public static byte[] NoteOf(Lease lease, int records, TimeProvider time) =>
        WitnessNoteForm.Encode(new WitnessNote
        {
            Trace = lease.Terms.Trace,
            Actor = StateActor.Name,
            Component = "state",
            Operation = "lease.expire",
            Subject = $"lease/{lease.Id}",
            Time = time.GetUtcNow(),
            Why = $"The lease was not kept alive for {lease.Terms.TimeToLive.TotalSeconds} s.",
            Outcome = "expired",
            Parameters = new Dictionary<string, string>
            {
                ["records"] = records.ToString(CultureInfo.InvariantCulture),
            },
        });
}
