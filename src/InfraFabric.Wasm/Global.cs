using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A global variable or constant.</summary>
public sealed unsafe class Global
{
    /// <summary>Where a number stands; 16 bytes that live as long as the store.</summary>
    internal readonly byte* Cell;

    /// <summary>What a global of references holds.</summary>
    internal object? Reference;

    public Global(Store store, GlobalType type, Value initial)
        : this(Checked(store), Checked(type), store.Allocate(16)) => Set(initial);

    internal Global(Store store, GlobalType type, byte* cell)
    {
        Store = store;
        Type = type;
        Cell = cell;
    }

    public Store Store { get; }

    public GlobalType Type { get; }

    public Value Value
    {
        get
        {
            _ = Store.Meter;
            return Type.Kind switch
            {
                ValueKind.I32 => Value.FromI32(*(int*)Cell),
                ValueKind.I64 => Value.FromI64(*(long*)Cell),
                ValueKind.F32 => Value.FromF32(*(float*)Cell),
                ValueKind.F64 => Value.FromF64(*(double*)Cell),
                ValueKind.V128 => Value.FromV128(Unsafe.ReadUnaligned<Vector128<byte>>(Cell)),
                ValueKind.FuncRef => Value.FromFunction((Function?)Reference),
                ValueKind.ExnRef => Value.FromException((ExceptionValue?)Reference),
                _ => Value.FromExternal(Reference),
            };
        }

        set
        {
            if (!Type.IsMutable)
                throw new InvalidOperationException("The global is a constant.");
            if (Store.Effects is not null)
                HostEffects.Refuse("set a global");
            Set(value);
        }
    }

    // The cell has 16 bytes, and the store that owns them is alive.
    internal void Set(Value value)
    {
        _ = Store.Meter;
        if (value.Kind != Type.Kind)
            throw new ArgumentException($"The global holds {Type.Kind}, not {value.Kind}.", nameof(value));
        if (Type.Kind.IsReference())
            Reference = Function.Checked(value.Reference, Type.Kind, Store);
        else
            Unsafe.WriteUnaligned(Cell, value.V128);
    }

    private static T Checked<T>(T argument) where T : class
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument;
    }
}
