using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Server.Witness;

/// <summary>
/// Erases texts about persons that are kept apart from entries. The ledger is told before, and again after: it never
/// holds that something was erased which was not, and what was cut off in between is seen, and can be done again.
/// </summary>
internal sealed class PersonalErasure(FabricWitness witness, IStateStore state, TimeProvider time)
{
    private const int MaxPlacesText = 1000;

    /// <summary>Erases the texts of some entries; how many there were.</summary>
    public async Task<int> EraseAsync(
        IReadOnlyList<long> places, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        if (places.Count is 0 or > ServerLimits.MaxErasedAtOnce)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"{places.Count} entries are named.",
                $"One call names 1 to {ServerLimits.MaxErasedAtOnce}.", "Name some of them, and then the others.");
        }

        long[] ordered = [.. places.Distinct().Order()];
        var commitments = new List<string>();
        foreach (var place in ordered)
            commitments.AddRange(await CommitmentsOfAsync(place, cancellationToken));
        await NoteAsync(ordered, null, origin, cancellationToken);
        var erased = await witness.Store.ErasePersonalAsync(commitments, cancellationToken);
        await NoteAsync(ordered, erased, origin, cancellationToken);
        return erased;
    }

    private async Task<IEnumerable<string>> CommitmentsOfAsync(long place, CancellationToken cancellationToken)
    {
        var head = await witness.Store.LoadAsync(cancellationToken);
        // The texts of those went with the entries.
        if (place >= 0 && place < head.Pruned)
            return [];
        FoundEntry found = await witness.Search.ReadAsync(place, cancellationToken);
        return found.Entry.Personal?.Values ?? [];
    }

    private async Task NoteAsync(
        long[] places, int? erased, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["entries"] = TextOf(places) };
        if (erased is not null)
            parameters["texts"] = $"{erased}";
        var note = new WitnessNote
        {
            Trace = origin.Trace,
            Actor = origin.Actor.ToString(),
            Component = "witness",
            Operation = "witness.erase",
            Subject = places.Length == 1 ? $"entries/{places[0]}" : "entries",
            Time = time.GetUtcNow(),
            Why = origin.Why,
            Stage = erased is null ? NoteStage.Attempt : NoteStage.Outcome,
            Outcome = erased is null ? "begun" : "done",
            Parameters = parameters,
        };
        await state.CommitAsync(new Commit([], [], [note]), cancellationToken);
    }

    /// <summary>Places in their order, those side by side as a range; cut off where it becomes long.</summary>
    private static string TextOf(long[] places)
    {
        var text = new StringBuilder();
        for (var i = 0; i < places.Length && text.Length < MaxPlacesText; i++)
        {
            var first = places[i];
            while (i + 1 < places.Length && places[i + 1] == places[i] + 1)
                i++;
            text.Append(text.Length == 0 ? "" : " ").Append(first);
            if (places[i] > first)
                text.Append('-').Append(places[i]);
        }

        return text.Length < MaxPlacesText ? text.ToString() : $"{text} ...";
    }
}
