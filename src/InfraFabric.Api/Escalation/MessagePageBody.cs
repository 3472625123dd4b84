namespace InfraFabric.Api.Escalation;

/// <summary>One page of messages, the oldest of each channel first.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="NextAfter">The message to read on after; null on the last page.</param>
public sealed record MessagePageBody(IReadOnlyList<MessageBody> Messages, string? NextAfter);
