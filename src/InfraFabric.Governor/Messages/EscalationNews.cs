using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>What a channel has not told of yet.</summary>
/// <param name="Made">All that was made since.</param>
/// <param name="Told">What of it is to be told: it is open, and grave enough for the channel.</param>
/// <param name="After">The revision up to which messages tell.</param>
/// <param name="Number">The number of the last message.</param>
/// <param name="Revision">The revision that last changed how far the channel has come; null if it never told.</param>
internal sealed record EscalationNews(
    IReadOnlyList<KnownEscalation> Made, IReadOnlyList<KnownEscalation> Told, long After, long Number, long? Revision);
