using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Verifying;

/// <summary>What of an entry stands in relation to the entries before it.</summary>
internal readonly ref struct EntryFacts
{
    /// <summary>The actor, as it is written in the entry.</summary>
    public required ReadOnlySpan<byte> Actor { get; init; }

    public required long Sequence { get; init; }

    public required NotePosition Position { get; init; }

    public required DateTimeOffset Time { get; init; }
}
