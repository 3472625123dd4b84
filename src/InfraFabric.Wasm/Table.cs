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
        store.TakeElements(type.Size.Minimum);
        Elements = type.Size.Minimum == 0 ? [] : new object?[type.Size.Minimum];
        if (initial is not null)
            Elements.AsSpan().Fill(Checked(initial));
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
            Elements[index] = Checked(value);
        }
    }

    /// <summary>Grows by elements; gives the count before, or null when the type or the store does not allow it.</summary>
    public uint? Grow(uint elements, object? initial = null)
    {
        var before = Count;
        if (before + (ulong)elements > (Type.Size.Maximum ?? uint.MaxValue) || !Store.MayTakeElements(elements))
            return null;

        Store.TakeElements(elements);
        Array.Resize(ref Elements, (int)(before + elements));
        Elements.AsSpan((int)before).Fill(Checked(initial));
        return before;
    }

    // Compiled code trusts that a table of functions holds functions of its own store.
    private object? Checked(object? reference) =>
        reference is null || Type.Element == ValueKind.ExternRef || (reference is Function function && function.Store == Store)
            ? reference
            : throw new ArgumentException("A table of functions holds functions of its own store.", nameof(reference));
}
