using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Optimise;

/// <summary>Why an invoice is not what the ledger says.</summary>
/// <param name="Cause">
/// <c>rounding</c>, <c>price</c>, <c>missing_here</c>, <c>missing_there</c>, <c>refund</c>, <c>credit</c>,
/// <c>currency</c>, <c>tax</c> or <c>other</c>.
/// </param>
/// <param name="Amount">By how much the invoice is higher for it; negative where it is lower.</param>
public sealed record RemainderBody(string Cause, [property: JsonPropertyName("amount_micro_usd")] Money Amount);
