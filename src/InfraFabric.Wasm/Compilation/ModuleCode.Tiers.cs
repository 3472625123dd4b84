using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using InfraFabric.Wasm.Emission;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Tiers;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Functions are compiled quickly at first, with counters of calls and of rounds of loops. What was counted far enough
/// is compiled again with all optimisations, and called from then on; code in a loop goes over to optimised code there.
/// </content>
internal sealed unsafe partial class ModuleCode
{
    // The address is 0 until the code is there.
    private readonly Dictionary<(int Function, int Loop), nint> _optimised = [];
    private readonly NativeBlock _counters;

    public long CounterOf(int function) => (long)((int*)_counters.Address + (function - Contents.ImportedFunctions));

    /// <summary>Whether new calls of a function run optimised code, after it ran quick code.</summary>
    public bool IsOptimised(int function)
    {
        lock (_lock)
            return _optimised.GetValueOrDefault((function, 0)) != 0;
    }

    /// <summary>What quick code calls when its counter is full.</summary>
    public static void Count(object context, long link)
    {
        var instance = (Instance)context;
        var function = (int)(uint)link;
        var code = instance.Module.Code;
        *(int*)code.CounterOf(function) = 0;
        if (code.FindOptimised(function, 0) is var address and not 0)
            instance.SetCode(function, address);
    }

    /// <summary>
    /// What quick code calls in a loop when its counter is full: gives the code that goes on there, which finds the
    /// variables in the meter's transfer; 0 while there is none.
    /// </summary>
    public static nint Reenter(object context, long link, int loop)
    {
        Count(context, link);
        var instance = (Instance)context;
        var address = instance.Module.Code.FindOptimised((int)(uint)link, loop);
        if (address != 0)
            instance.OwnStore.MakeRoomForTransfer();
        return address;
    }

    private nint FindOptimised(int function, int loop)
    {
        lock (_lock)
        {
            if (_optimised.TryGetValue((function, loop), out var address))
                return address;
            _optimised[(function, loop)] = 0;
        }

        if (Options.Code.InBackground)
        {
            BackgroundCompiler.Add(() => Optimise(function, loop));
            return 0;
        }

        return WithStack(() => Optimise(function, loop));
    }

    // What the just-in-time compiler cannot optimise stays as it is.
    private nint Optimise(int function, int loop)
    {
        try
        {
            var handle = EmitOptimised(function, loop);
            RuntimeHelpers.PrepareMethod(handle);
            var address = handle.GetFunctionPointer();
            lock (_lock)
                _optimised[(function, loop)] = address;
            if (loop == 0)
                *(nint*)SlotOf(function) = address;
            return address;
        }
        catch (InvalidProgramException)
        {
            return 0;
        }
    }

    private RuntimeMethodHandle EmitOptimised(int function, int loop)
    {
        lock (_lock)
        {
            var builder = NewType(Builder, $"optimised{function}.{loop}");
            Emit(builder, function, new CodeVersion(IsQuick: false, loop));
            return builder.CreateType().GetMethod(NameOf(function))!.MethodHandle;
        }
    }

    private void Emit(TypeBuilder builder, int function, CodeVersion version)
    {
        var type = Contents.TypeOf(function);
        var method = builder.DefineMethod(
            NameOf(function), MethodAttributes.Public | MethodAttributes.Static, Members.ResultOf(type),
            version.Loop == 0 ? Members.ParametersOf(type) : Members.ReentryParameters);
        if (FunctionCompiler.Compile(this, function, version, builder, new CodeWriter(method.GetILGenerator(), Tokens)))
            method.SetImplementationFlags(MethodImplAttributes.NoOptimization);
    }
}
