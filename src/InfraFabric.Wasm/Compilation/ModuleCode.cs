using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Calls;
using InfraFabric.Wasm.Emission;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Tiers;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// The code of a module. Each own function has a slot with an address: at first of code that asks for it to be
/// compiled, then of the function. Neighbours are emitted together, and compiled to machine code one by one. All of it
/// can be unloaded with the module.
/// </summary>
internal sealed unsafe partial class ModuleCode
{
    private const int UnitBytes = 2_048;
    private const int UnitFunctions = 16;
    public const int ThreadBytes = 64 << 20;

    // Compiling a large function may take this much of the stack.
    private const long CompilerBytes = 512 << 10;

    // By the assembly that a stack trace names. Both are forgotten with the module.
    private static readonly ConditionalWeakTable<Assembly, ModuleCode> Owners = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<int, RuntimeMethodHandle> _emitted = [];
    private readonly Signature[] _signatures;
    private readonly NativeBlock _slotBlock;
    private readonly nint* _slots;
    private ModuleBuilder? _builder;
    private CodeTokens? _tokens;
    private int _emittedBytes;

    public ModuleCode(ModuleContents contents, ModuleOptions options)
    {
        Contents = contents;
        Options = options;
        Names = new NameSection(contents);
        _signatures = Array.ConvertAll(contents.Types, Signature.Of);
        _slotBlock = NativeBlock.Allocate(contents.Bodies.Length * sizeof(nint));
        _slots = (nint*)_slotBlock.Address;
        _counters = NativeBlock.Allocate(contents.Bodies.Length * sizeof(int));
        var stubs = LazyStubs.For(contents, () => Builder);
        for (var i = 0; i < contents.Bodies.Length; i++)
            _slots[i] = stubs[contents.Functions[contents.ImportedFunctions + i]];
        foreach (var type in contents.Types)
            MaxResults = Math.Max(MaxResults, type.Results.Length);
    }

    public ModuleContents Contents { get; }

    public ModuleOptions Options { get; }

    public NameSection Names { get; }

    public int MaxResults { get; }

    public CodeTokens Tokens => _tokens ??= new CodeTokens(Builder);

    private ModuleBuilder Builder => _builder ??= NewBuilder();

    public static ModuleBuilder NewBuilder() =>
        AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("InfraFabric.Wasm.Code"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("code");

    public static TypeBuilder NewType(ModuleBuilder builder, string name) =>
        builder.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Abstract);

    /// <summary>What a slot's first code calls: compiles the function whose index came with the call.</summary>
    public static nint Resolve(object context, long link)
    {
        var instance = (Instance)context;
        var function = (int)(uint)link;
        var code = instance.Module.Code.Compile(function);
        instance.SetCode(function, code);
        return code;
    }

    /// <summary>
    /// The module and the index of a function that a stack trace names, if it is one of a module, and whole.
    /// </summary>
    public static (ModuleCode Code, int Function)? Find(MethodBase method) =>
        Owners.TryGetValue(method.Module.Assembly, out var code) && method.Name[0] == 'f'
        && int.TryParse(method.Name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var function)
            ? (code, function)
            : null;

    public long SlotOf(int function) => (long)(_slots + (function - Contents.ImportedFunctions));

    public Signature SignatureOf(int typeIndex) => _signatures[typeIndex];

    private nint Compile(int function)
    {
        lock (_lock)
            return WithStack(() => CompileHere(function));
    }

    private static nint WithStack(Func<nint> compile) =>
        StackGuard.Left >= CompilerBytes ? compile() : OnOwnThread(compile);

    private static nint OnOwnThread(Func<nint> compile)
    {
        nint code = 0;
        ExceptionDispatchInfo? failed = null;
        var thread = new Thread(Run, ThreadBytes) { Name = "wasm compiler", IsBackground = true };
        thread.Start();
        thread.Join();
        failed?.Throw();
        return code;

        void Run()
        {
            try
            {
                code = compile();
            }
            catch (Exception exception)
            {
                failed = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }

    private nint CompileHere(int function)
    {
        if (!_emitted.TryGetValue(function, out var handle))
        {
            if (((nint*)SlotOf(function))[0] is var known && _compiled.Contains(function))
                return known;
            EmitUnit(function);
            handle = _emitted[function];
        }

        Prepare(function, handle);
        var code = handle.GetFunctionPointer();
        *(nint*)SlotOf(function) = code;
        _emitted.Remove(function);
        _compiled.Add(function);
        return code;
    }

    // The just-in-time compiler has bounds of its own, on the sum of locals, temporaries and blocks.
    private void Prepare(int function, RuntimeMethodHandle handle)
    {
        try
        {
            RuntimeHelpers.PrepareMethod(handle);
        }
        catch (InvalidProgramException)
        {
            var body = Contents.Bodies[function - Contents.ImportedFunctions];
            throw new InvalidModuleException(
                ModuleFault.TooLarge, $"function {function} is too large to be compiled", body.Offset);
        }
    }

    private readonly HashSet<int> _compiled = [];

    // The function and those behind it that are not emitted yet, as far as they are small.
    private void EmitUnit(int first)
    {
        var builder = NewType(Builder, $"unit{first}");
        var version = _emittedBytes < Options.Code.BytesAtOnce ? CodeVersion.Optimised : CodeVersion.Quick;
        var functions = new List<int>();
        var bytes = 0;
        for (var function = first; function < Contents.Functions.Length && functions.Count < UnitFunctions; function++)
        {
            var length = Contents.Bodies[function - Contents.ImportedFunctions].Length;
            if (functions.Count > 0 && (bytes + length > UnitBytes || IsEmitted(function)))
                break;
            bytes += length;
            functions.Add(function);
            Emit(builder, function, version);
        }

        _emittedBytes += bytes;
        var type = builder.CreateType();
        Owners.TryAdd(type.Assembly, this);
        foreach (var function in functions)
            _emitted[function] = type.GetMethod(NameOf(function))!.MethodHandle;
    }

    private bool IsEmitted(int function) => _emitted.ContainsKey(function) || _compiled.Contains(function);

    private static string NameOf(int function) => $"f{function}";
}
