using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <summary>What came of a check: all that was checked held, or what is wrong first.</summary>
public sealed record VerifyReport
{
    /// <summary>The name of the log; null if not even its checkpoint could be read.</summary>
    public string? Origin { get; init; }

    /// <summary>The size that was signed.</summary>
    public long Size { get; init; }

    /// <summary>The root that was signed.</summary>
    public Sha256Hash Root { get; init; }

    /// <summary>The key whose signature holds; null if none does.</summary>
    public NoteKey? Signer { get; init; }

    /// <summary>How many entries were checked themselves.</summary>
    public long Entries { get; init; }

    /// <summary>How many entries were known by their hashes only, their texts being no longer kept.</summary>
    public long HashesOnly { get; init; }

    /// <summary>How many actors the checked entries have.</summary>
    public int Actors { get; init; }

    /// <summary>The bytes of the entry that was proven, where it was one.</summary>
    public ReadOnlyMemory<byte>? Entry { get; init; }

    /// <summary>What is wrong; null if all that was checked held.</summary>
    public LogFault? Fault { get; init; }

    /// <summary>The evidence, where what is wrong is a fork.</summary>
    public LogFork? Fork { get; init; }
}
