namespace InfraFabric.Wasm.Accesses;

/// <summary>
/// What locals hold, as far as it matters for addresses, and which addresses were checked, in a run of code that is
/// entered at its beginning only. A memory never shrinks, so what was checked stays so.
/// </summary>
internal sealed class CheckedAddresses(int locals)
{
    // So that a long run of code cannot make the search in it long.
    private const int MaxSpans = 8;

    private readonly Sum[] _sums = new Sum[locals];
    private readonly Dictionary<int, List<CheckedSpan>> _spans = [];
    private int _roots;
    private int _forgotten;

    /// <summary>How many variables hold addresses in this run.</summary>
    public int Variables { get; set; }

    /// <summary>Another way leads here: nothing that was known needs to hold.</summary>
    public void Forget()
    {
        _forgotten = _roots;
        _spans.Clear();
        Variables = 0;
    }

    /// <summary>What the local holds.</summary>
    public Sum Of(int local) => IsKnown(_sums[local]) ? _sums[local] : _sums[local] = Next();

    /// <summary>The local takes a value.</summary>
    public void Set(int local, Sum sum) => _sums[local] = IsKnown(sum) ? sum : Next();

    public bool IsKnown(Sum sum) => sum.Root > _forgotten;

    /// <summary>A span that holds all bytes up to so far above the sum; null for none.</summary>
    public CheckedSpan? Find(Sum sum, long reach)
    {
        if (!IsKnown(sum) || !_spans.TryGetValue(sum.Root, out var spans))
            return null;
        foreach (var span in spans)
        {
            if (span.Covers(sum, reach))
                return span;
        }

        return null;
    }

    public void Add(int root, CheckedSpan span)
    {
        if (!_spans.TryGetValue(root, out var spans))
            _spans[root] = spans = [];
        spans.RemoveAll(known => known.Address is null && span.Covers(new Sum(root, known.Lowest), known.Reach));
        if (spans.Count == MaxSpans)
            spans.RemoveAt(0);
        spans.Add(span);
    }

    private Sum Next() => new(++_roots, 0);
}
