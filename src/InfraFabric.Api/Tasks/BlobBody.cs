namespace InfraFabric.Api.Tasks;

/// <summary>A payload in the blob area.</summary>
public sealed record BlobBody(string Hash, long Bytes);
