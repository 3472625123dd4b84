using System.Security.Cryptography;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Load.Witness;

/// <summary>
/// The least that a signed log can do: a file to which a group of entries is written, each hashed into a chain, with
/// one signature and one fsync for the group. It has no tree, so it can prove nothing about one entry alone.
/// </summary>
internal sealed class RawChain(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
    private readonly SigningKey _key = SigningKey.FromSeed(new byte[32]);
    private readonly MemoryStream _group = new();
    private readonly byte[] _linked = new byte[SHA256.HashSizeInBytes + ushort.MaxValue];

    public void Append(IEnumerable<ReadOnlyMemory<byte>> entries)
    {
        _group.SetLength(0);
        foreach (var entry in entries)
        {
            entry.Span.CopyTo(_linked.AsSpan(SHA256.HashSizeInBytes));
            SHA256.HashData(_linked.AsSpan(0, SHA256.HashSizeInBytes + entry.Length), _linked);
            _group.Write(entry.Span);
        }

        _group.Write(_key.Sign(_linked.AsSpan(0, SHA256.HashSizeInBytes)));
        _file.Write(_group.GetBuffer().AsSpan(0, (int)_group.Length));
        _file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        _file.Dispose();
        _key.Dispose();
        _group.Dispose();
    }
}
