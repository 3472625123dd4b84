using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Runtime;

/// <summary>A function of the host as compiled code sees it: what to call, and in which store.</summary>
internal sealed unsafe class HostFunction(Store store, FunctionType type, Delegate callback)
{
    /// <summary>The delegate that the emitted code in front of it calls.</summary>
    internal readonly Delegate Callback = callback;

    public Store Store { get; } = store;

    /// <summary>Before the host runs: what it calls in turn has only the stack that is left.</summary>
    public Caller Enter(long link)
    {
        Store.Meter->Stack = link;
        return new Caller(Store, Store.Caller);
    }

    /// <summary>Calls a function whose type was known only when it was defined.</summary>
    public void Run(Caller caller, Value[] arguments, Value[] results)
    {
        ((HostCallback)Callback)(caller, arguments, results);
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Kind != type.Results[i])
            {
                throw new InvalidOperationException(
                    $"Result {i} of a host function is {results[i].Kind}, not {type.Results[i]}.");
            }

            _ = Function.Checked(results[i].Reference, results[i].Kind, Store);
        }
    }
}
