using System.Text.Json.Serialization;

namespace InfraFabric.Cli.Answers;

/// <summary>What <c>blob get</c> fetched, and the file into which it was written.</summary>
internal sealed record BlobAnswer(string Hash, long Bytes, string? File)
{
    [JsonIgnore]
    public ReadOnlyMemory<byte> Content { get; init; }
}
