using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>What the columns of an entry do not tell, held against the entry itself.</summary>
internal sealed class QueryCheck(LedgerQuery query)
{
    private readonly HashSet<string> _words = ReasonWords.Of(query.Text);

    /// <summary>Whether columns alone cannot tell.</summary>
    public bool IsNeeded { get; } = query.Text is not null
        || new[] { query.Actor, query.Component, query.Operation, query.Swarm }
            .Any(text => text is not null && KeyText.IsAmbiguous(text));

    /// <summary>The words that must all stand in the reason, as blocks have them.</summary>
    public string[] Words => [.. _words.Select(SearchBlocks.IndexedWord)];

    public bool Fits(ReadOnlyMemory<byte> bytes)
    {
        var entry = EntryForm.Read(bytes);
        return (query.Actor is null || entry.Actor == query.Actor)
            && (query.Component is null || entry.Component == query.Component)
            && (query.Operation is null || (query.Operation.EndsWith('*')
                ? entry.Operation.StartsWith(query.Operation[..^1], StringComparison.Ordinal)
                : entry.Operation == query.Operation))
            && (query.Swarm is null || EntrySubject.SwarmOf(entry) == query.Swarm)
            && (query.Text is null || _words.IsSubsetOf(ReasonWords.Of(entry.Why)));
    }
}
