using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Wasm.Wasi;

/// <summary>New times of a file: each is given, or now, or stays.</summary>
internal readonly record struct TimeChange(ulong Accessed, ulong Modified, int Flags)
{
    private const int IsAccessed = 1;
    private const int IsAccessedNow = 2;
    private const int IsModified = 4;
    private const int IsModifiedNow = 8;

    public Errno Apply(Node node, ulong now)
    {
        if (Flags is < 0 or > 15 || Has(IsAccessed | IsAccessedNow) || Has(IsModified | IsModifiedNow))
            return Errno.Invalid;
        node.Accessed = Has(IsAccessed) ? Accessed : Has(IsAccessedNow) ? now : node.Accessed;
        node.Modified = Has(IsModified) ? Modified : Has(IsModifiedNow) ? now : node.Modified;
        node.Changed = now;
        return Errno.Success;
    }

    private bool Has(int flags) => (Flags & flags) == flags;
}
