using InfraFabric.Api.Swarms;
using InfraFabric.Api.Tasks;

namespace InfraFabric.Client;

/// <summary>This agent is asked to help with a blocked task of another, or is needed no longer.</summary>
/// <param name="Help">What is asked of it, and the money that is kept for it.</param>
/// <param name="Task">The blocked task.</param>
/// <param name="Blocker">Why it does not get on; null once it does.</param>
/// <param name="IsOver">Whether the help is needed no longer.</param>
public sealed record HelpRequest(HelpCallBody Help, TaskBody? Task, BlockerBody? Blocker, bool IsOver);
