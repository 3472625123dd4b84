using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Calls;

/// <summary>
/// The identity of a function type: equal types have the same one as long as anything holds it, so that an indirect
/// call compares one number. A number is never used again.
/// </summary>
internal sealed class Signature
{
    private static readonly Lock Lock = new();
    private static readonly Dictionary<FunctionType, WeakReference<Signature>> Known = [];
    private static int _last;
    private static int _pruneAt = 1_024;

    private Signature(FunctionType type)
    {
        Type = type;
        Id = ++_last;
    }

    public FunctionType Type { get; }

    public int Id { get; }

    public static Signature Of(FunctionType type)
    {
        lock (Lock)
        {
            if (Known.TryGetValue(type, out var reference) && reference.TryGetTarget(out var known))
                return known;

            if (Known.Count >= _pruneAt)
                Prune();
            var signature = new Signature(type);
            Known[type] = new WeakReference<Signature>(signature);
            return signature;
        }
    }

    private static void Prune()
    {
        foreach (var (type, reference) in Known)
        {
            if (!reference.TryGetTarget(out _))
                Known.Remove(type);
        }

        _pruneAt = Math.Max(1_024, Known.Count * 2);
    }
}
