namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private void DefineProcess(Linker linker)
    {
        Define(linker, "args_sizes_get", (Caller caller, int count, int bytes) =>
            (int)Measure(Of(caller), _arguments, (uint)count, (uint)bytes));
        Define(linker, "args_get", (Caller caller, int pointers, int buffer) =>
            (int)Copy(Of(caller), _arguments, (uint)pointers, (uint)buffer));
        Define(linker, "environ_sizes_get", (Caller caller, int count, int bytes) =>
            (int)Measure(Of(caller), _environment, (uint)count, (uint)bytes));
        Define(linker, "environ_get", (Caller caller, int pointers, int buffer) =>
            (int)Copy(Of(caller), _environment, (uint)pointers, (uint)buffer));
        Define(linker, "random_get", (Caller caller, int buffer, int length) =>
            (int)FillRandom(Of(caller), Range(buffer, length)));
        Define(linker, "proc_exit", (int code) => Exit(code));
        Define(linker, "proc_raise", (int signal) => (int)Errno.NotSupported);
        Define(linker, "sched_yield", () => (int)Errno.Success);
    }

    private static Errno Measure(GuestMemory memory, byte[][] texts, uint count, uint bytes)
    {
        if (!memory.Contains(count, sizeof(uint)) || !memory.Contains(bytes, sizeof(uint)))
            return Errno.Fault;
        memory.Write(count, (uint)texts.Length);
        memory.Write(bytes, (uint)texts.Sum(text => text.Length));
        return Errno.Success;
    }

    private static Errno Copy(GuestMemory memory, byte[][] texts, uint pointers, uint buffer)
    {
        var bytes = (ulong)texts.Sum(text => text.Length);
        if (!memory.Contains(pointers, sizeof(uint) * (ulong)texts.Length) || !memory.Contains(buffer, bytes))
            return Errno.Fault;
        memory.Pay(bytes);
        foreach (var text in texts)
        {
            memory.Write(pointers, buffer);
            text.CopyTo(memory.Write(new GuestRange(buffer, (uint)text.Length)));
            pointers += sizeof(uint);
            buffer += (uint)text.Length;
        }

        return Errno.Success;
    }

    private Errno FillRandom(GuestMemory memory, GuestRange buffer)
    {
        if (_options.Random is not { } random)
            return Errno.NotSupported;
        if (buffer.Length > (uint)_options.Limits.MaxRandomBytes)
            return Errno.Invalid;
        if (!memory.Contains(buffer))
            return Errno.Fault;
        memory.Pay(buffer.Length);
        random(memory.Write(buffer));
        return Errno.Success;
    }

    private static void Exit(int code) => throw new WasiExitException(code);
}
