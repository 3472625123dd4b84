using InfraFabric.Client;

namespace InfraFabric.Cli.Falsify;

/// <summary>A call that would do its work, about something that was made ready for it.</summary>
/// <param name="Request">The call.</param>
/// <param name="RevisionAsync">When what it is about last changed.</param>
internal sealed record ProbeCall(ServerRequest Request, Func<Task<long>> RevisionAsync);
