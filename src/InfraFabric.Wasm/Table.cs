using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A table of references.</summary>
public sealed class Table
{
    /// <summary>Exactly as many as the table has: growth replaces the array.</summary>
    internal object?[] Elements;

    public Table(Store store, TableType type, object? initial = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(type);
        Store = store;
        Type = type;
        _ = Checked(initial);
        if (!store.TryTakeElements(type, 0, type.Size.Minimum))
            throw new LinkException($"The store does not allow a table of {type.Size.Minimum} elements more.");
        Elements = type.Size.Minimum == 0 ? [] : new object?[type.Size.Minimum];
        if (initial is not null)
            Elements.AsSpan().Fill(initial);
        store.Tables.Add(this);
    }

    public Store Store { get; }

    public TableType Type { get; }

    public uint Count => (uint)Elements.Length;

    public object? this[uint index]
    {
        get => index < Count ? Elements[index] : throw new TrapException(TrapReason.TableOutOfBounds);
        set
        {
            if (index >= Count)
                throw new TrapException(TrapReason.TableOutOfBounds);
            if (Store.Effects is not null)
                HostEffects.Refuse("set an element of a table");
            Elements[index] = Checked(value);
        }
    }

    /// <summary>Grows; gives the elements before, or null when the type or the store does not allow it.</summary>
    public uint? Grow(uint elements, object? initial = null)
    {
        _ = Checked(initial);
        Store.Effects?.Check(initial);
        var before = Count;
        if (before + (ulong)elements > (Type.Size.Maximum ?? uint.MaxValue)
            || !Store.TryTakeElements(Type, before, elements))
        {
            return null;
        }

        Array.Resize(ref Elements, (int)(before + elements));
        Elements.AsSpan((int)before).Fill(initial);
        Store.Effects?.Grow(this, elements, initial);
        return before;
    }

    private object? Checked(object? reference) => Function.Checked(reference, Type.Element, Store);
}
