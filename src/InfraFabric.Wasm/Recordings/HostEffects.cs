namespace InfraFabric.Wasm.Recordings;

/// <summary>
/// Notes what a function of the host does to its store while it runs: it is told by the memories and tables of the
/// store. Of memory that was handed out only what changed is kept.
/// </summary>
internal sealed class HostEffects(RecordedValues values, long maxBytes)
{
    private readonly List<RecordedEffect> _growths = [];
    private readonly List<(Memory Memory, uint Address, byte[] Before)> _handedOut = [];
    private long _bytes;

    public void HandOut(Memory memory, uint address, ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        if (_bytes > maxBytes)
            throw new RecordingException("The host asked for more memory to write to than a recording may hold.");
        _handedOut.Add((memory, address, bytes.ToArray()));
    }

    public void Grow(Memory memory, uint pages) =>
        _growths.Add(new RecordedEffect(EffectKind.GrowMemory, memory.Store.Memories.IndexOf(memory), pages, []));

    public void Grow(Table table, uint elements, object? initial) => _growths.Add(new RecordedEffect(
        EffectKind.GrowTable, table.Store.Tables.IndexOf(table), elements, values.EncodeOfHost(initial)));

    /// <summary>Refuses a function that could not be found again.</summary>
    public void Check(object? reference) => values.Check(reference);

    /// <summary>Refuses what a recording has no place for.</summary>
    public static void Refuse(string what) =>
        throw new RecordingException($"A function of the host {what}. Such a run cannot be recorded.");

    /// <summary>What was done, in an order in which it can be done again.</summary>
    public IReadOnlyList<RecordedEffect> Finish() => [.. _growths, .. Writes()];

    private IEnumerable<RecordedEffect> Writes()
    {
        foreach (var (memory, address, before) in _handedOut)
        {
            var now = memory.Read(address, before.Length);
            var start = now.CommonPrefixLength(before);
            if (start == now.Length)
                continue;
            var end = now.Length;
            while (now[end - 1] == before[end - 1])
                end--;
            var number = memory.Store.Memories.IndexOf(memory);
            yield return new RecordedEffect(
                EffectKind.WriteMemory, number, address + (uint)start, now[start..end].ToArray());
        }
    }
}
