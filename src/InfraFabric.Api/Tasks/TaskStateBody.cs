using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Tasks;

/// <summary>Where a task stands after a call.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Revision">The commit that last changed it; 0 if what was asked had been done before.</param>
/// <param name="Spent">Millionths of a US dollar that the call has counted, if it was about money.</param>
public sealed record TaskStateBody(
    string Id, string State, long Revision, [property: JsonPropertyName("spent_micro_usd")] Money? Spent = null);
