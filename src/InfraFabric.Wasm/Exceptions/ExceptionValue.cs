using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Exceptions;

/// <summary>
/// An exception as a value, which a guest has as an <c>exnref</c>: what was thrown, and with which tag. It has no
/// trace, so that a guest that keeps many of them keeps no more than what it threw.
/// </summary>
public sealed class ExceptionValue
{
    /// <summary>As many as the tag has parameters, and of their kinds.</summary>
    internal readonly Value[] Items;

    private readonly int _size;

    /// <summary>What a function of the host throws, or passes to a guest.</summary>
    /// <exception cref="ArgumentException">The values are not those of the tag, of another store, or more than
    /// <see cref="StoreOptions.MaxExceptionValues"/>.</exception>
    public ExceptionValue(Tag tag, params ReadOnlySpan<Value> values)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var kinds = tag.Type.Parameters;
        if (values.Length != kinds.Length)
            throw new ArgumentException($"The tag takes {kinds.Length} values, not {values.Length}.", nameof(values));
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Kind != kinds[i])
            {
                throw new ArgumentException(
                    $"Value {i} is {values[i].Kind}; the tag takes {kinds[i]}.", nameof(values));
            }

            _ = Function.Checked(values[i].Reference, kinds[i], tag.Store);
        }

        Tag = tag;
        Items = values.ToArray();
        _size = SizeOf(Items);
        if (IsTooLarge)
        {
            throw new ArgumentException(
                $"The store allows {tag.Store.Options.MaxExceptionValues} values.", nameof(values));
        }
    }

    private ExceptionValue(Value[] items, Tag tag)
    {
        Tag = tag;
        Items = items;
        _size = SizeOf(items);
    }

    public Tag Tag { get; }

    public ImmutableArray<Value> Values => ImmutableCollectionsMarshal.AsImmutableArray(Items);

    private bool IsTooLarge => _size > Tag.Store.Options.MaxExceptionValues;

    /// <summary>What compiled code throws, whose values fit; null when it is too large.</summary>
    internal static ExceptionValue? TryMake(Value[] items, Tag tag) =>
        new ExceptionValue(items, tag) is { IsTooLarge: false } made ? made : null;

    // Exceptions among the values count with all that they hold: without a bound a guest could chain them up without
    // end, in memory that no other limit sees. A sum of what is bounded each cannot wrap.
    private static int SizeOf(Value[] items)
    {
        long size = items.Length;
        foreach (var item in items)
            size += (item.Reference as ExceptionValue)?._size + 1 ?? 0;
        return (int)Math.Min(size, int.MaxValue);
    }
}
