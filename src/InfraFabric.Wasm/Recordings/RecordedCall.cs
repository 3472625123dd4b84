using System.Collections.Immutable;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Recordings;

/// <summary>A call of the host: what the guest gave, what the host did, and how it ended.</summary>
internal sealed record RecordedCall
{
    private const int OwnBytes = 32;

    /// <summary>Which of the recording's imports was called.</summary>
    public required int Import { get; init; }

    /// <summary>The fuel that was left when it was called.</summary>
    public required long Fuel { get; init; }

    public required byte[] Arguments { get; init; }

    public IReadOnlyList<RecordedEffect> Effects { get; init; } = [];

    public CallEnd End { get; init; }

    /// <summary>What was returned, or thrown.</summary>
    public byte[] Results { get; init; } = [];

    /// <summary>The kinds of what was thrown.</summary>
    public ImmutableArray<ValueKind> Thrown { get; init; } = [];

    /// <summary>
    /// The reason of a trap, an exit code, or which of the store's tags was thrown, in the order in which they were
    /// made.
    /// </summary>
    public int Code { get; init; }

    /// <summary>The type of an exception, and what it says.</summary>
    public (string Type, string Message) Failure { get; init; } = ("", "");

    /// <summary>What it counts of <see cref="RecordingLimits.MaxBytes"/>.</summary>
    public long Bytes => OwnBytes + Arguments.Length + Results.Length + Failure.Message.Length
        + Effects.Sum(effect => OwnBytes + (long)effect.Bytes.Length);
}
