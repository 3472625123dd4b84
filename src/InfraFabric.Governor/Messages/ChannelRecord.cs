using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Messages;

/// <summary>How far a channel has come, under <c>messages/{channel}</c>.</summary>
internal sealed record ChannelRecord
{
    /// <summary>The number of its last message.</summary>
    public long Number { get; init; }

    /// <summary>All escalations up to this revision are in messages.</summary>
    public long UpTo { get; init; }

    /// <summary>
    /// The last of them. In a state that was restored revisions are others: then this one does not have that revision,
    /// and what is open is told again rather than never.
    /// </summary>
    public string? Last { get; init; }

    public static RecordKey KeyOf(string channel) => new($"{MessageRecord.Prefix}{channel}");
}
