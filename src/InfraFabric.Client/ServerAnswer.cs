namespace InfraFabric.Client;

/// <summary>What a server answered.</summary>
/// <param name="Body">The body.</param>
/// <param name="ETag">The version of what was answered for, if it has one.</param>
public readonly record struct ServerAnswer<T>(T Body, string? ETag);
