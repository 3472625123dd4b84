using InfraFabric.Core.Ids;

namespace InfraFabric.State.Memory;

/// <summary>What a lease was granted for: its time to live, and the request whose trace its end belongs to.</summary>
internal readonly record struct LeaseTerms(TimeSpan TimeToLive, TraceToken Trace);
