namespace InfraFabric.Witness.Verifying;

/// <summary>The first thing that is wrong with a log, or with a part of it.</summary>
/// <param name="Index">The entry where it shows; null where it is not one entry that is wrong.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
public sealed record LogFault(long? Index, string Reason);
