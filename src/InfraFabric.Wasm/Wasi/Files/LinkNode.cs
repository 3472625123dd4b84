using System.Text;

namespace InfraFabric.Wasm.Wasi.Files;

/// <summary>A symbolic link. Its target means something from the directory that it is in.</summary>
internal sealed class LinkNode : Node
{
    private readonly StorageQuota _quota;

    private LinkNode(ulong id, ulong now, string target, StorageQuota quota) : base(id, now)
    {
        Target = target;
        Length = Encoding.UTF8.GetByteCount(target);
        _quota = quota;
    }

    public string Target { get; }

    public override FileType Type => FileType.SymbolicLink;

    public override long Length { get; }

    /// <summary>Null when the target's bytes have no place.</summary>
    public static LinkNode? TryCreate(ulong id, ulong now, string target, StorageQuota quota) =>
        quota.TryTakeBytes(Encoding.UTF8.GetByteCount(target)) ? new LinkNode(id, now, target, quota) : null;

    protected override void Free() => _quota.GiveBytes(Length);
}
