using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Governing;

/// <summary>A swarm that helps.</summary>
/// <param name="Swarm">Its name.</param>
/// <param name="Capability">What it was chosen for.</param>
/// <param name="Reservation">The reservation that it settles or releases.</param>
/// <param name="Amount">What it may spend, in millionths of a US dollar.</param>
public sealed record HelperBody(
    string Swarm, string Capability, string Reservation,
    [property: JsonPropertyName("amount_micro_usd")] Money Amount);
