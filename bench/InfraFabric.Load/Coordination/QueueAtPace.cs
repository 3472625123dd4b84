namespace InfraFabric.Load.Coordination;

/// <summary>What was measured at one pace.</summary>
/// <param name="Claims">From sending a claim to having it.</param>
/// <param name="FromDue">From when a claim was due to having it.</param>
/// <param name="Pings">Pings between the claims.</param>
internal sealed record QueueAtPace(Rates Claims, Rates FromDue, Rates Pings);
