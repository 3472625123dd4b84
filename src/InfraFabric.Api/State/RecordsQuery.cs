namespace InfraFabric.Api.State;

/// <summary>Which records to list.</summary>
/// <param name="Prefix">Only keys that begin with it; all, if empty.</param>
/// <param name="Limit">How many at most; null for the server's default.</param>
/// <param name="After">Only greater keys: the last one of the page before.</param>
/// <param name="At">The revision to read at; now, if none is given.</param>
public sealed record RecordsQuery(string Prefix = "", int? Limit = null, string? After = null, long? At = null);
