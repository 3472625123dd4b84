using System.Runtime.ExceptionServices;
using InfraFabric.Wasm.Calls;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm;

/// <summary>A function of an instance or of the host, in a store.</summary>
public sealed unsafe class Function
{
    /// <summary>An <see cref="Instance"/> or a <see cref="HostFunction"/>: what its code gets first.</summary>
    internal readonly object Context;

    /// <summary>The address of its code. It changes once, when the function is compiled.</summary>
    internal nint Code;

    /// <summary>Its index, which its code gets below the stack that is left.</summary>
    internal readonly long Link;

    internal readonly int SignatureId;
    private readonly Signature _signature;
    private UntypedCall? _call;

    internal Function(Instance instance, int index)
    {
        var code = instance.Module.Code;
        Store = instance.OwnStore;
        Context = instance;
        Code = *(nint*)code.SlotOf(index);
        Link = index;
        _signature = code.SignatureOf(instance.Module.Contents.Functions[index]);
        SignatureId = _signature.Id;
    }

    internal Function(Store store, HostFunction host, Signature signature, nint code)
    {
        Store = store;
        Context = host;
        Code = code;
        _signature = signature;
        SignatureId = signature.Id;
        store.MakeRoomForResults(signature.Type.Results.Length);
    }

    public Store Store { get; }

    public FunctionType Type => _signature.Type;

    /// <summary>Calls it with values whose kinds are checked now.</summary>
    /// <exception cref="TrapException">It was stopped.</exception>
    /// <exception cref="WasmException">It threw, and caught nothing.</exception>
    public Value[] Invoke(params ReadOnlySpan<Value> arguments)
    {
        CheckArguments(arguments);
        var results = new Value[Type.Results.Length];
        var values = arguments.ToArray();
        _call ??= EntryPoints.UntypedFor(Type);
        Store.CheckPause();
        if (StackGuard.HasRoom(Store.Meter->Stack))
            _call(this, values, results);
        else
            OnOwnThread(() => _call(this, values, results));
        return results;
    }

    /// <summary>A delegate that calls it; its parameters and result are those of <see cref="Type"/>.</summary>
    public T As<T>() where T : Delegate => EntryPoints.Typed<T>(this);

    /// <summary>Calls it on a thread of its own, because too little of this one's stack is left.</summary>
    internal Value[] InvokeElsewhere(Value[] arguments) => Invoke(arguments);

    /// <summary>
    /// Whether the host may pass a reference of a kind: compiled code trusts that a <c>funcref</c> is of its own store,
    /// and an <c>exnref</c> an exception.
    /// </summary>
    internal static bool MayPass(object? reference, ValueKind kind, Store store) => reference is null || kind switch
    {
        ValueKind.FuncRef => reference is Function function && function.Store == store,
        ValueKind.ExnRef => reference is ExceptionValue,
        _ => true,
    };

    internal static object? Checked(object? reference, ValueKind kind, Store store) =>
        MayPass(reference, kind, store)
            ? reference
            : throw new ArgumentException(
                kind == ValueKind.ExnRef
                    ? "An exnref is an ExceptionValue, or null."
                    : "A funcref is a function of its own store, or null.",
                nameof(reference));

    private void OnOwnThread(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackGuard.ThreadBytes(Store.Meter->Stack))
        {
            Name = "wasm",
            IsBackground = true,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    private void CheckArguments(ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length != Type.Parameters.Length)
        {
            throw new ArgumentException(
                $"The function takes {Type.Parameters.Length} arguments, not {arguments.Length}.", nameof(arguments));
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind != Type.Parameters[i])
            {
                throw new ArgumentException(
                    $"Argument {i} is {arguments[i].Kind}; the function takes {Type.Parameters[i]}.",
                    nameof(arguments));
            }

            _ = Checked(arguments[i].Reference, arguments[i].Kind, Store);
        }
    }
}
