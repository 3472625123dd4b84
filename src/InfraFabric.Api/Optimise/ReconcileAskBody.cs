namespace InfraFabric.Api.Optimise;

/// <summary>An invoice to hold against the ledger.</summary>
/// <param name="Provider">Whose it is: what stands before the colon in the names of models.</param>
/// <param name="Month">The month of UTC that it is about, such as <c>2026-10</c>.</param>
/// <param name="Invoice">The invoice as CSV, with a line of headings.</param>
/// <param name="DriftLimit">Which part may be wrong, from 0 to 1, before that is an alarm; 0.01 if left out.</param>
public sealed record ReconcileAskBody(string Provider, string Month, string Invoice, decimal? DriftLimit = null);
