using System.Collections.Concurrent;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Calls;

/// <summary>
/// Ways from the host into compiled code: as a typed delegate, or with values of any kind. Each sees that enough of the
/// thread's stack is left, and puts the store back into order however the call ends.
/// </summary>
internal static class EntryPoints
{
    private static readonly ConcurrentDictionary<Type, (FunctionType Type, DynamicMethod Method)> Known = [];
    private static readonly ConditionalWeakTable<Signature, UntypedCall> Untyped = [];

    public static T Typed<T>(Function function) where T : Delegate
    {
        var (type, method) = Known.GetOrAdd(typeof(T), static key => EmitTyped(key));
        if (!type.Equals(function.Type))
        {
            throw new ArgumentException(
                $"The function is {function.Type}; {typeof(T).Name} is {type}.", nameof(function));
        }

        return method.CreateDelegate<T>(function);
    }

    public static UntypedCall UntypedFor(FunctionType type) =>
        Untyped.GetValue(Signature.Of(type), static signature => EmitUntyped(signature.Type));

    /// <summary>The kind of a parameter or result of the host's own code.</summary>
    public static ValueKind KindOf(Type type) =>
        type == typeof(int) || type == typeof(uint) ? ValueKind.I32
        : type == typeof(long) || type == typeof(ulong) ? ValueKind.I64
        : type == typeof(float) ? ValueKind.F32
        : type == typeof(double) ? ValueKind.F64
        : type == typeof(Vector128<byte>) ? ValueKind.V128
        : type == typeof(Function) ? ValueKind.FuncRef
        : type == typeof(ExceptionValue) ? ValueKind.ExnRef
        : type == typeof(object) ? ValueKind.ExternRef
        : throw new ArgumentException(
            $"{type} is no type of WebAssembly: int, long, float, double, Vector128<byte>, Function, ExceptionValue "
            + "and object are.",
            nameof(type));

    public static Type[] ResultTypesOf(Type result) =>
        result == typeof(void) ? []
        : result.IsGenericType && result.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
            ? result.GetGenericArguments()
            : [result];

    private static (FunctionType, DynamicMethod) EmitTyped(Type key)
    {
        var invoke = key.GetMethod("Invoke")!;
        Type[] parameters = [.. invoke.GetParameters().Select(parameter => parameter.ParameterType)];
        var results = ResultTypesOf(invoke.ReturnType);
        var type = new FunctionType([.. parameters.Select(KindOf)], [.. results.Select(KindOf)]);
        var method = new DynamicMethod(
            "enter", invoke.ReturnType, [typeof(Function), .. parameters], typeof(EntryPoints).Module,
            skipVisibility: true);
        var il = method.GetILGenerator();
        var result = type.Results.Length == 0 ? null : il.DeclareLocal(invoke.ReturnType);
        var elsewhere = il.DefineLabel();
        EmitGuarded(il, elsewhere, stack =>
        {
            EmitCallee(il, type, stack, i =>
            {
                il.Emit(OpCodes.Ldarg, (short)(i + 1));
                ValueCode.EmitCheck(il, () => EmitStore(il), type.Parameters[i]);
            });
            if (result is null)
                return;
            for (var i = 1; i < results.Length; i++)
                ValueCode.EmitLoadResult(il, () => EmitStore(il), i, type.Results[i]);
            if (results.Length > 1)
                il.Emit(OpCodes.Newobj, invoke.ReturnType.GetConstructor(results)!);
            il.Emit(OpCodes.Stloc, result);
        });
        if (result is not null)
            il.Emit(OpCodes.Ldloc, result);
        il.Emit(OpCodes.Ret);

        il.MarkLabel(elsewhere);
        EmitElsewhere(il, type, invoke.ReturnType, results);
        return (type, method);
    }

    private static UntypedCall EmitUntyped(FunctionType type)
    {
        var method = new DynamicMethod(
            "enter", typeof(void), [typeof(Function), typeof(Value[]), typeof(Value[])], typeof(EntryPoints).Module,
            skipVisibility: true);
        var il = method.GetILGenerator();
        var elsewhere = il.DefineLabel();
        var first = type.Results.Length == 0 ? null : il.DeclareLocal(Members.TypeOf(type.Results[0]));
        EmitGuarded(il, elsewhere, stack =>
        {
            EmitCallee(il, type, stack, i =>
            {
                ValueCode.EmitItem(il, () => il.Emit(OpCodes.Ldarg_1), i);
                ValueCode.EmitUnpack(il, type.Parameters[i]);
            });
            if (first is not null)
                il.Emit(OpCodes.Stloc, first);
            for (var i = 0; i < type.Results.Length; i++)
            {
                ValueCode.EmitItem(il, () => il.Emit(OpCodes.Ldarg_2), i);
                if (i == 0)
                    il.Emit(OpCodes.Ldloc, first!);
                else
                    ValueCode.EmitLoadResult(il, () => EmitStore(il), i, type.Results[i]);
                ValueCode.EmitPack(il, type.Results[i]);
                il.Emit(OpCodes.Stobj, typeof(Value));
            }
        });
        il.Emit(OpCodes.Ret);

        // Who calls this has looked at the thread's stack.
        il.MarkLabel(elsewhere);
        il.Emit(OpCodes.Newobj, typeof(InsufficientExecutionStackException).GetConstructor([])!);
        il.Emit(OpCodes.Throw);
        return method.CreateDelegate<UntypedCall>();
    }

    private static void EmitStore(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Members.Method(typeof(Function), "get_" + nameof(Function.Store)));
    }

    private static void EmitGuarded(ILGenerator il, Label elsewhere, Action<LocalBuilder> body)
    {
        var stack = il.DeclareLocal(typeof(long));
        EmitStore(il);
        il.Emit(OpCodes.Ldloca, stack);
        il.Emit(OpCodes.Call, Members.Method(typeof(Store), nameof(Store.TryEnter)));
        il.Emit(OpCodes.Brfalse, elsewhere);
        il.BeginExceptionBlock();
        body(stack);
        il.BeginFinallyBlock();
        EmitStore(il);
        il.Emit(OpCodes.Ldloc, stack);
        il.Emit(OpCodes.Call, Members.Method(typeof(Store), nameof(Store.Leave)));
        il.EndExceptionBlock();
    }

    private static void EmitCallee(ILGenerator il, FunctionType type, LocalBuilder stack, Action<int> argument)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, Members.Context);
        il.Emit(OpCodes.Ldloc, stack);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, Members.Link);
        il.Emit(OpCodes.Add);
        for (var i = 0; i < type.Parameters.Length; i++)
            argument(i);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, Members.Code);
        Members.EmitCall(il, type);
    }

    // Packs the arguments, and lets the untyped call find a thread with more stack.
    private static void EmitElsewhere(ILGenerator il, FunctionType type, Type result, Type[] results)
    {
        var values = ValueCode.EmitArguments(il, type, first: 1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloc, values);
        il.Emit(OpCodes.Call, Members.Method(typeof(Function), nameof(Function.InvokeElsewhere)));
        il.Emit(OpCodes.Stloc, values);
        for (var i = 0; i < results.Length; i++)
        {
            ValueCode.EmitItem(il, () => il.Emit(OpCodes.Ldloc, values), i);
            ValueCode.EmitUnpack(il, type.Results[i]);
        }

        if (results.Length > 1)
            il.Emit(OpCodes.Newobj, result.GetConstructor(results)!);
        il.Emit(OpCodes.Ret);
    }
}
