namespace InfraFabric.Optimise.Invoices;

/// <summary>What is held against each other: one kind of quantity of a model, as far as the invoice tells.</summary>
public readonly record struct InvoiceKey(string Model, string Item, string? ServiceTier, bool Batch, long? Tier);
