namespace InfraFabric.Api.Swarms;

/// <summary>A server of the fabric.</summary>
public sealed record MemberBody(string Name, string Url, string Version, DateTimeOffset Since);
