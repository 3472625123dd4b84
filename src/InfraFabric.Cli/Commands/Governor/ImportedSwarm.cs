using System.Text.Json.Serialization;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Importing;

namespace InfraFabric.Cli.Commands.Governor;

/// <summary>A swarm that a document speaks of.</summary>
/// <param name="Swarm">Its name.</param>
/// <param name="Line">The line that names it.</param>
/// <param name="Capabilities">What it seems to be able to do, each with its line.</param>
/// <param name="CostPerHour">What an hour of it costs, if the document says so.</param>
/// <param name="CostLine">The line that says so.</param>
internal sealed record ImportedSwarm(
    string Swarm, int Line, IReadOnlyList<ProposedCapability> Capabilities,
    [property: JsonPropertyName("cost_per_hour_micro_usd")] Money? CostPerHour, int? CostLine);
