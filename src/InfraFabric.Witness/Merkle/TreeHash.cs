using System.Security.Cryptography;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Merkle;

/// <summary>
/// The hashes of a Merkle tree as RFC 9162 defines them: a leaf and a node can never be taken for each other.
/// </summary>
public static class TreeHash
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    // Larger leaves are hashed in parts instead of being copied behind the prefix.
    private const int CopiedBytes = 1024;

    /// <summary>The root of a tree without leaves.</summary>
    public static Sha256Hash Empty { get; } = Sha256Hash.Of([]);

    public static Sha256Hash OfLeaf(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < CopiedBytes)
        {
            Span<byte> prefixed = stackalloc byte[entry.Length + 1];
            prefixed[0] = LeafPrefix;
            entry.CopyTo(prefixed[1..]);
            return Sha256Hash.Of(prefixed);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        hash.AppendData(entry);
        Span<byte> bytes = stackalloc byte[Sha256Hash.Size];
        hash.GetHashAndReset(bytes);
        return Sha256Hash.FromBytes(bytes);
    }

    public static Sha256Hash OfNode(Sha256Hash left, Sha256Hash right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Sha256Hash.Size)];
        node[0] = NodePrefix;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Sha256Hash.Size)..]);
        return Sha256Hash.Of(node);
    }
}
