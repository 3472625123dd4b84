using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <summary>The fields and methods of the engine that emitted code uses.</summary>
internal static class Members
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly ConcurrentDictionary<(Type Type, string Name), MethodInfo> Methods = [];

    public static readonly FieldInfo MemoryBase = Field(typeof(Instance), nameof(Instance.MemoryBase));
    public static readonly FieldInfo Meter = Field(typeof(Instance), nameof(Instance.Meter));
    public static readonly FieldInfo Globals = Field(typeof(Instance), nameof(Instance.Globals));
    public static readonly FieldInfo ImportedGlobals = Field(typeof(Instance), nameof(Instance.ImportedGlobals));
    public static readonly FieldInfo ReferenceGlobals = Field(typeof(Instance), nameof(Instance.ReferenceGlobals));
    public static readonly FieldInfo ImportedFunctions = Field(typeof(Instance), nameof(Instance.ImportedFunctions));
    public static readonly FieldInfo Tables = Field(typeof(Instance), nameof(Instance.Tables));
    public static readonly FieldInfo InstanceStore = Field(typeof(Instance), nameof(Instance.OwnStore));
    public static readonly FieldInfo Number = Field(typeof(Instance), nameof(Instance.Number));
    public static readonly FieldInfo FirstTable = Field(typeof(Instance), nameof(Instance.FirstTable));
    public static readonly FieldInfo Calling = Field(typeof(Meter), nameof(Runtime.Meter.Calling));
    public static readonly FieldInfo ResultReferences = Field(typeof(Store), nameof(Store.ResultReferences));
    public static readonly FieldInfo Elements = Field(typeof(Table), nameof(Table.Elements));
    public static readonly FieldInfo Reference = Field(typeof(Global), nameof(Global.Reference));
    public static readonly FieldInfo Context = Field(typeof(Function), nameof(Function.Context));
    public static readonly FieldInfo Code = Field(typeof(Function), nameof(Function.Code));
    public static readonly FieldInfo Link = Field(typeof(Function), nameof(Function.Link));
    public static readonly FieldInfo SignatureId = Field(typeof(Function), nameof(Function.SignatureId));
    public static readonly FieldInfo ExceptionItems = Field(typeof(ExceptionValue), nameof(ExceptionValue.Items));
    public static readonly FieldInfo LeastFuel = Field(typeof(Meter), nameof(Runtime.Meter.LeastFuel));
    public static readonly FieldInfo Results = Field(typeof(Meter), nameof(Runtime.Meter.Results));
    public static readonly FieldInfo Transfer = Field(typeof(Meter), nameof(Runtime.Meter.Transfer));
    public static readonly FieldInfo Callback = Field(typeof(HostFunction), nameof(HostFunction.Callback));

    /// <summary>Code that goes on in a loop gets the context, and the stack that is left with the index.</summary>
    public static readonly Type[] ReentryParameters = [typeof(object), typeof(long)];

    /// <summary>The type that a value has in emitted code.</summary>
    public static Type TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.I32 => typeof(int),
        ValueKind.I64 => typeof(long),
        ValueKind.F32 => typeof(float),
        ValueKind.F64 => typeof(double),
        ValueKind.V128 => typeof(System.Runtime.Intrinsics.Vector128<byte>),
        _ => typeof(object),
    };

    /// <summary>A function's first result is returned; the others are left in the store.</summary>
    public static Type ResultOf(FunctionType type) => type.Results.Length == 0 ? typeof(void) : TypeOf(type.Results[0]);

    /// <summary>
    /// The callee's context, the stack that is left with the callee's index, and the function's own parameters.
    /// </summary>
    public static Type[] ParametersOf(FunctionType type) =>
        [typeof(object), typeof(long), .. type.Parameters.Select(TypeOf)];

    public static void EmitCall(ILGenerator il, FunctionType type) =>
        il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, ResultOf(type), ParametersOf(type), null);

    public static MethodInfo Method(Type type, string name) => Methods.GetOrAdd(
        (type, name), static key =>
            key.Type.GetMethod(key.Name, All) ?? throw new MissingMethodException(key.Type.Name, key.Name));

    private static FieldInfo Field(Type type, string name) =>
        type.GetField(name, All) ?? throw new MissingFieldException(type.Name, name);
}
