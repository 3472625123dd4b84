using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Calls;

/// <summary>Code that packs what is on the evaluation stack into a <see cref="Value"/>, and unpacks it.</summary>
internal static class ValueCode
{
    public static void EmitPack(ILGenerator il, ValueKind kind) => il.Emit(OpCodes.Call, Packer(kind));

    /// <summary>What makes a <see cref="Value"/> of a value.</summary>
    public static MethodInfo Packer(ValueKind kind) =>
        Members.Method(typeof(Value), kind switch
        {
            ValueKind.I32 => nameof(Value.FromI32),
            ValueKind.I64 => nameof(Value.FromI64),
            ValueKind.F32 => nameof(Value.FromF32),
            ValueKind.F64 => nameof(Value.FromF64),
            ValueKind.V128 => nameof(Value.FromV128),
            ValueKind.FuncRef => nameof(Value.FromFunction),
            ValueKind.ExnRef => nameof(Value.FromException),
            _ => nameof(Value.FromExternal),
        });

    public static LocalBuilder EmitArray(ILGenerator il, int length)
    {
        var array = il.DeclareLocal(typeof(Value[]));
        il.Emit(OpCodes.Ldc_I4, length);
        il.Emit(OpCodes.Newarr, typeof(Value));
        il.Emit(OpCodes.Stloc, array);
        return array;
    }

    /// <summary>An array of the arguments of the method, from one on.</summary>
    public static LocalBuilder EmitArguments(ILGenerator il, FunctionType type, int first)
    {
        var values = EmitArray(il, type.Parameters.Length);
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            EmitItem(il, () => il.Emit(OpCodes.Ldloc, values), i);
            il.Emit(OpCodes.Ldarg, (short)(first + i));
            EmitPack(il, type.Parameters[i]);
            il.Emit(OpCodes.Stobj, typeof(Value));
        }

        return values;
    }

    /// <summary>Refuses a function of another store, of those that the host passes in.</summary>
    public static void EmitCheck(ILGenerator il, Action store, ValueKind kind)
    {
        if (kind != ValueKind.FuncRef)
            return;
        il.Emit(OpCodes.Ldc_I4, (int)kind);
        store();
        il.Emit(OpCodes.Call, Members.Method(typeof(Function), nameof(Function.Checked)));
    }

    /// <summary>Takes the value's address.</summary>
    public static void EmitUnpack(ILGenerator il, ValueKind kind) => il.Emit(OpCodes.Call, Unpacker(kind));

    /// <summary>What gives the value back, by the address of the <see cref="Value"/>.</summary>
    public static MethodInfo Unpacker(ValueKind kind) =>
        Members.Method(typeof(Value), "get_" + kind switch
        {
            ValueKind.I32 => nameof(Value.I32),
            ValueKind.I64 => nameof(Value.I64),
            ValueKind.F32 => nameof(Value.F32),
            ValueKind.F64 => nameof(Value.F64),
            ValueKind.V128 => nameof(Value.V128),
            _ => nameof(Value.Reference),
        });

    /// <summary>Loads the address of an item of an array that is an argument or a variable.</summary>
    public static void EmitItem(ILGenerator il, Action array, int index)
    {
        array();
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelema, typeof(Value));
    }

    /// <summary>Loads a result beyond the first from where the callee left it.</summary>
    public static void EmitLoadResult(ILGenerator il, Action store, int index, ValueKind kind)
    {
        EmitPlace(il, store, index, kind);
        if (kind.IsReference())
            il.Emit(OpCodes.Ldelem_Ref);
        else
            il.Emit(OpCodes.Ldobj, Members.TypeOf(kind));
    }

    /// <summary>Leaves a result beyond the first for the caller.</summary>
    public static void EmitStoreResult(ILGenerator il, Action store, int index, ValueKind kind, Action value)
    {
        EmitPlace(il, store, index, kind);
        value();
        if (kind.IsReference())
            il.Emit(OpCodes.Stelem_Ref);
        else
            il.Emit(OpCodes.Stobj, Members.TypeOf(kind));
    }

    private static void EmitPlace(ILGenerator il, Action store, int index, ValueKind kind)
    {
        store();
        if (kind.IsReference())
        {
            il.Emit(OpCodes.Ldfld, Members.ResultReferences);
            il.Emit(OpCodes.Ldc_I4, index);
            return;
        }

        il.Emit(OpCodes.Call, Members.Method(typeof(Store), "get_" + nameof(Store.Meter)));
        il.Emit(OpCodes.Ldfld, Members.Results);
        il.Emit(OpCodes.Ldc_I4, index * 16);
        il.Emit(OpCodes.Add);
    }
}
