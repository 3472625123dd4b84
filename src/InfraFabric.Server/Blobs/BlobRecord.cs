using System.Text.Json;
using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Blobs;

/// <summary>What is known of a blob, under <c>blobs/{hash}</c>. This record decides whether there is one.</summary>
/// <param name="File">The file that holds it. One that was removed is never named again.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="StoredAt">When it was last stored: storing it again makes it young again.</param>
internal sealed record BlobRecord(string File, long Bytes, DateTimeOffset StoredAt)
{
    public const string Prefix = "blobs/";

    public static RecordKey KeyOf(Sha256Hash hash) => new(Prefix + HexOf(hash));

    /// <summary>The hash without what it begins with, as keys and files are named.</summary>
    public static string HexOf(Sha256Hash hash) => hash.ToString()["sha256:".Length..];

    /// <summary>The hash of the blob that a key or a file is about; false if it is about none.</summary>
    public static bool TryHashOf(string hex, out Sha256Hash hash) => Sha256Hash.TryParse("sha256:" + hex, out hash);

    public static BlobRecord Read(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, BlobJson.Default.BlobRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    /// <summary>The same; null if what is there cannot be read.</summary>
    public static BlobRecord? TryRead(Record record)
    {
        try
        {
            return Read(record);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    public Write WriteTo(Sha256Hash hash) =>
        Write.Put(KeyOf(hash), JsonSerializer.SerializeToUtf8Bytes(this, BlobJson.Default.BlobRecord));
}
