using InfraFabric.Api.Witness;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Server.Witness;

/// <summary>Entries as the API shows them, and what became of the texts about persons that they commit to.</summary>
internal sealed class WitnessBodies(ILedgerStore store)
{
    /// <summary>An entry, and which of those texts are erased.</summary>
    public async ValueTask<WitnessEntryBody> OfAsync(FoundEntry found, CancellationToken cancellationToken)
    {
        var body = From(found);
        return found.Entry.Personal is { Count: > 0 } personal
            ? WithErased(body, personal, await TextsAsync(personal, cancellationToken))
            : body;
    }

    /// <summary>The same, with the texts themselves.</summary>
    public async ValueTask<WitnessEntryBody> WithTextsAsync(FoundEntry found, CancellationToken cancellationToken)
    {
        if (found.Entry.Personal is not { Count: > 0 } personal)
            return From(found);
        var texts = await TextsAsync(personal, cancellationToken);
        return WithErased(From(found), personal, texts) with
        {
            PersonalTexts = texts.ToDictionary(
                kept => kept.Key, kept => new PersonalTextBody(kept.Value.Text, kept.Value.Salt.ToArray())),
        };
    }

    private static WitnessEntryBody WithErased(
        WitnessEntryBody body, IReadOnlyDictionary<string, string> personal, Dictionary<string, PersonalText> texts) =>
        texts.Count == personal.Count
            ? body
            : body with { PersonalErased = [.. personal.Keys.Where(name => !texts.ContainsKey(name))] };

    private async ValueTask<Dictionary<string, PersonalText>> TextsAsync(
        IReadOnlyDictionary<string, string> personal, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, PersonalText>(StringComparer.Ordinal);
        foreach (var (name, commitment) in personal)
        {
            if (await store.ReadPersonalAsync(commitment, cancellationToken) is { } kept)
                texts.Add(name, kept);
        }

        return texts;
    }

    private static WitnessEntryBody From(FoundEntry found)
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
