using System.CommandLine;

namespace InfraFabric.Cli.Commands.Blobs;

/// <summary>What the commands about blobs have in common.</summary>
internal static class BlobOptions
{
    /// <summary>A hash for examples: that of nothing at all.</summary>
    public const string Example = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    public static readonly Argument<string> Hash = new("HASH") { Description = "The hash of the blob, sha256:… ." };
}
