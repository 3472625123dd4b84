using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Calls;

/// <summary>
/// The way from compiled code to a function of the host: code with the conventions of compiled functions that calls a
/// delegate. There is one for each type of delegate, and one for each function type that is defined by values.
/// </summary>
internal sealed class HostEntry
{
    private static readonly ConcurrentDictionary<Type, HostEntry> Typed = [];
    private static readonly ConcurrentDictionary<FunctionType, HostEntry> Untyped = [];
    private static readonly ModuleBuilder Builder = ModuleCode.NewBuilder();
    private static int _count;

    // As a stack trace has it: not the builder.
    private static Assembly? _entryAssembly;

    private readonly Signature _signature;
    private readonly nint _code;

    private HostEntry(FunctionType type, Action<ILGenerator> emit)
    {
        _signature = Signature.Of(type);
        lock (Builder)
        {
            var builder = ModuleCode.NewType(Builder, $"host{++_count}");
            var method = builder.DefineMethod(
                "call", MethodAttributes.Public | MethodAttributes.Static, Members.ResultOf(type),
                Members.ParametersOf(type));
            emit(method.GetILGenerator());

            // It lives as long as the process: hosts have only so many types of functions.
            var entry = builder.CreateType();
            _entryAssembly = entry.Assembly;
            _code = entry.GetMethod("call")!.MethodHandle.GetFunctionPointer();
        }
    }

    /// <summary>Whether this is where compiled code enters the host.</summary>
    public static bool IsEntry(MethodBase method) => method.Module.Assembly == _entryAssembly;

    public static HostEntry For(Delegate callback) => Typed.GetOrAdd(callback.GetType(), ForDelegate);

    public static HostEntry For(FunctionType type) =>
        Untyped.GetOrAdd(type, static key => new HostEntry(key, il => EmitUntyped(il, key)));

    public Function Bind(Store store, Delegate callback) =>
        new(store, new HostFunction(store, _signature.Type, callback), _signature, _code);

    private static HostEntry ForDelegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var seesCaller = parameters.Length > 0 && parameters[0] == typeof(Caller);
        var results = EntryPoints.ResultTypesOf(invoke.ReturnType);
        var function = new FunctionType(
            [.. parameters[(seesCaller ? 1 : 0)..].Select(EntryPoints.KindOf)],
            [.. results.Select(EntryPoints.KindOf)]);
        return new HostEntry(function, il => EmitTyped(il, invoke, function, seesCaller));
    }

    private static void EmitTyped(ILGenerator il, MethodInfo invoke, FunctionType type, bool seesCaller)
    {
        var caller = EmitEnter(il);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, Members.Callback);
        if (seesCaller)
            il.Emit(OpCodes.Ldloc, caller);
        for (var i = 0; i < type.Parameters.Length; i++)
            il.Emit(OpCodes.Ldarg, (short)(i + 2));
        il.Emit(OpCodes.Callvirt, invoke);

        // Not a jump: a trace finds the host by this frame.
        il.Emit(OpCodes.Nop);
        if (type.Results.Length > 1)
        {
            var tuple = il.DeclareLocal(invoke.ReturnType);
            il.Emit(OpCodes.Stloc, tuple);
            for (var i = 1; i < type.Results.Length; i++)
            {
                var field = invoke.ReturnType.GetField($"Item{i + 1}")!;
                ValueCode.EmitStoreResult(il, () => EmitStore(il), i, type.Results[i], () =>
                {
                    il.Emit(OpCodes.Ldloc, tuple);
                    il.Emit(OpCodes.Ldfld, field);
                    ValueCode.EmitCheck(il, () => EmitStore(il), type.Results[i]);
                });
            }

            il.Emit(OpCodes.Ldloc, tuple);
            il.Emit(OpCodes.Ldfld, invoke.ReturnType.GetField("Item1")!);
        }

        if (type.Results.Length > 0)
            ValueCode.EmitCheck(il, () => EmitStore(il), type.Results[0]);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitUntyped(ILGenerator il, FunctionType type)
    {
        var caller = EmitEnter(il);
        var arguments = ValueCode.EmitArguments(il, type, first: 2);
        var results = ValueCode.EmitArray(il, type.Results.Length);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloc, caller);
        il.Emit(OpCodes.Ldloc, arguments);
        il.Emit(OpCodes.Ldloc, results);
        il.Emit(OpCodes.Call, Members.Method(typeof(HostFunction), nameof(HostFunction.Run)));
        for (var i = 1; i < type.Results.Length; i++)
        {
            var index = i;
            ValueCode.EmitStoreResult(il, () => EmitStore(il), i, type.Results[i], () => EmitResult(index));
        }

        if (type.Results.Length > 0)
            EmitResult(0);
        il.Emit(OpCodes.Ret);

        void EmitResult(int index)
        {
            ValueCode.EmitItem(il, () => il.Emit(OpCodes.Ldloc, results), index);
            ValueCode.EmitUnpack(il, type.Results[index]);
        }
    }

    private static LocalBuilder EmitEnter(ILGenerator il)
    {
        var caller = il.DeclareLocal(typeof(Caller));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, Members.Method(typeof(HostFunction), nameof(HostFunction.Enter)));
        il.Emit(OpCodes.Stloc, caller);
        return caller;
    }

    private static void EmitStore(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Members.Method(typeof(HostFunction), "get_" + nameof(HostFunction.Store)));
    }
}
