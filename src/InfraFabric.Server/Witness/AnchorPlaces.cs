using InfraFabric.Core.Errors;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.S3;

namespace InfraFabric.Server.Witness;

/// <summary>Opens the place of an anchor by its name: a bucket, else a folder.</summary>
public static class AnchorPlaces
{
    /// <summary>Whether a name is that of a bucket.</summary>
    public static bool IsBucket(string name) => name.StartsWith(BucketAddress.Scheme, StringComparison.Ordinal);

    /// <summary>The caller disposes it.</summary>
    public static IAnchorPlace Open(string name)
    {
        if (!IsBucket(name))
            return new AnchorFolder(Path.GetFullPath(name));
        return BucketAddress.TryParse(name, out var address) ? AnchorBucket.Open(address) : throw new FabricException(
            ErrorTable.Usage, $"'{name}' names no bucket.",
            "It must be s3:// and the name of a bucket, and may go on with a prefix of letters, digits and -_.=/ .",
            "Correct it, such as s3://bucket/prefix; who calls and where is set by AWS_ variables and ~/.aws.");
    }
}
