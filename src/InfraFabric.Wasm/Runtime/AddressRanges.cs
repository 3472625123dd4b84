namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// Ranges of addresses that were given back, for the next memory of the same size: instances of one module come and go
/// faster than the system reserves and releases. Their pages are gone, but for the one before the guest's bytes.
/// </summary>
internal static class AddressRanges
{
    private const int MaxKept = 64;

    private static readonly Lock Lock = new();
    private static readonly Dictionary<nuint, Stack<nint>> Kept = [];
    private static int _count;

    public static bool TryTake(nuint bytes, out nint range)
    {
        lock (Lock)
        {
            range = 0;
            if (!Kept.TryGetValue(bytes, out var ranges) || !ranges.TryPop(out range))
                return false;
            _count--;
            return true;
        }
    }

    public static bool TryKeep(nuint bytes, nint range)
    {
        lock (Lock)
        {
            if (_count >= MaxKept)
                return false;
            if (!Kept.TryGetValue(bytes, out var ranges))
                Kept[bytes] = ranges = new Stack<nint>();
            ranges.Push(range);
            _count++;
            return true;
        }
    }
}
