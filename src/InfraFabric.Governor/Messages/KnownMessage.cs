namespace InfraFabric.Governor.Messages;

/// <summary>A message as this server knows it.</summary>
internal sealed record KnownMessage(string Channel, long Number, MessageRecord Record, long Revision);
