using System.Security.Cryptography;
using InfraFabric.Wasm.Recordings;

namespace InfraFabric.Wasm.Tests.Recordings;

/// <summary>All that can be seen of a run when it is over.</summary>
internal sealed record RunOutcome(string End, long Fuel, uint Pages, uint Elements, string MemoryHash)
{
    public static RunOutcome Of(Linker linker, byte[] module, StoreOptions options)
    {
        using var store = new Store(options);
        var instance = linker.Instantiate(store, Module.Load(module));
        var end = "returned";
        try
        {
            instance.GetFunction("run").Invoke();
        }
        catch (TrapException trap)
        {
            end = trap.Reason.ToString();
        }
        catch (Exception exception) when (exception is IOException or RecordedHostException)
        {
            end = exception is IOException ? $"IOException: {exception.Message}" : exception.Message;
        }

        var memory = instance.GetMemory("memory");
        return new RunOutcome(
            end, store.Fuel, memory.Pages, instance.GetTable("table").Count,
            Convert.ToHexString(SHA256.HashData(memory.Read(0, (int)memory.Length))));
    }
}
