using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Calls;

/// <summary>
/// The first code behind a slot, one for each type of function: it has the function compiled, and goes on there.
/// Modules share them, up to a number of types that no honest set of modules reaches; a module with others has its own.
/// </summary>
internal static class LazyStubs
{
    private const int MaxShared = 4_096;

    private static readonly Lock Lock = new();
    private static readonly Dictionary<FunctionType, nint> Shared = [];
    private static readonly ModuleBuilder SharedBuilder = ModuleCode.NewBuilder();

    /// <summary>For each type index the address of its stub, where a function of the module needs it.</summary>
    public static nint[] For(ModuleContents contents, Func<ModuleBuilder> own)
    {
        var stubs = new nint[contents.Types.Length];
        lock (Lock)
        {
            var missing = new HashSet<FunctionType>();
            foreach (var index in contents.Functions.AsSpan(contents.ImportedFunctions))
            {
                if (stubs[index] == 0 && !Shared.TryGetValue(contents.Types[index], out stubs[index]))
                    missing.Add(contents.Types[index]);
            }

            if (missing.Count == 0)
                return stubs;

            var isShared = Shared.Count + missing.Count <= MaxShared;
            var emitted = Emit(isShared ? SharedBuilder : own(), missing);
            foreach (var index in contents.Functions.AsSpan(contents.ImportedFunctions))
            {
                if (stubs[index] == 0)
                    stubs[index] = emitted[contents.Types[index]];
            }

            foreach (var (type, stub) in emitted)
            {
                if (isShared)
                    Shared[type] = stub;
            }

            return stubs;
        }
    }

    private static Dictionary<FunctionType, nint> Emit(ModuleBuilder module, HashSet<FunctionType> types)
    {
        var builder = ModuleCode.NewType(module, $"stubs{Shared.Count}");
        var names = new Dictionary<FunctionType, string>();
        foreach (var type in types)
        {
            names[type] = $"s{names.Count}";
            var method = builder.DefineMethod(
                names[type], MethodAttributes.Public | MethodAttributes.Static, Members.ResultOf(type),
                Members.ParametersOf(type));
            EmitStub(method.GetILGenerator(), type);
        }

        var created = builder.CreateType();
        return names.ToDictionary(
            name => name.Key, name => created.GetMethod(name.Value)!.MethodHandle.GetFunctionPointer());
    }

    private static void EmitStub(ILGenerator il, FunctionType type)
    {
        var code = il.DeclareLocal(typeof(nint));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, Members.Method(typeof(ModuleCode), nameof(ModuleCode.Resolve)));
        il.Emit(OpCodes.Stloc, code);
        for (var i = 0; i < type.Parameters.Length + 2; i++)
            il.Emit(OpCodes.Ldarg, (short)i);
        il.Emit(OpCodes.Ldloc, code);
        Members.EmitCall(il, type);
        il.Emit(OpCodes.Ret);
    }
}
