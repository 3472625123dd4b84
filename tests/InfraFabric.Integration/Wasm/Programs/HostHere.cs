using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using InfraFabric.Wasm;
using InfraFabric.Wasm.Types;
using InfraFabric.Wasm.Wasi;
using InfraFabric.Wasm.Wasi.Files;

namespace InfraFabric.Integration.Wasm.Programs;

/// <summary>Runs a program here, as <c>host.mjs</c> runs it in V8: what it printed, and how it ended.</summary>
internal sealed class HostHere : IDisposable
{
    private const string RubyInit = "ruby-init: func(args: list<string>) -> ()";

    private const string RubyEvaluate =
        "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>";

    private readonly MemoryStream _output = new();
    // An interpreter calls itself through one very long function, and has a limit of its own that it is to reach first.
    private readonly Store _store = new(new StoreOptions { MaxStackBytes = 32 << 20 });
    private readonly Instance _instance;

    private HostHere(string file, string input, string[] arguments, Func<Linker, Linker> change)
    {
        var module = Module.Load(File.ReadAllBytes(file));
        var linker = new Linker();
        var wasi = new WasiHost(new WasiOptions
        {
            Arguments = ["program", .. arguments],
            Environment = new Dictionary<string, string> { ["GREETING"] = "hello" },
            Input = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Output = _output,
            TimeProvider = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
            Files = new VirtualFileSystem().Mount("/work", MountAccess.ReadWrite),
        });
        wasi.Define(linker);
        linker.DefineFunction("host", "print", (Caller caller, int at) => Print(Utf16(caller.Memory!, at)));
        DefineTheRest(linker, module);
        _instance = change(linker).Instantiate(_store, module);
    }

    public static string Run(string kind, string file, string input, params string[] arguments)
    {
        using var host = new HostHere(file, input, arguments, linker => linker);
        host.RunToItsEnd(kind, arguments);
        return Encoding.UTF8.GetString(host._output.ToArray());
    }

    /// <summary>Runs it with other functions, and gives what is there at its end: how it ended, fuel, memory.</summary>
    public static string EndOf(
        string kind, string file, string input, Func<Linker, Linker> change, params string[] arguments)
    {
        using var host = new HostHere(file, input, arguments, change);
        host.RunToItsEnd(kind, arguments);
        var memory = host._instance.GetMemory("memory");
        var hash = Convert.ToHexStringLower(SHA256.HashData(memory.Read(0, (int)memory.Length)));
        var lastLine = Encoding.UTF8.GetString(host._output.ToArray()).TrimEnd().Split('\n')[^1];
        return $"{lastLine}, fuel {host._store.Fuel}, {memory.Pages} pages, {hash}";
    }

    public void Dispose() => _store.Dispose();

    private void RunToItsEnd(string kind, string[] arguments)
    {
        try
        {
            Print($"ended with {Run(kind, arguments)}");
        }
        catch (WasiExitException exit)
        {
            Print($"ended with {exit.ExitCode}");
        }
        catch (TrapException trap)
        {
            Print($"stopped: {trap.Message}");
        }
    }

    private int Run(string kind, string[] arguments) => kind switch
    {
        "command" => RunCommand(),
        "assembly" => RunAssembly(),
        "quickjs" => RunQuickJs(File.ReadAllText(arguments[0])),
        _ => RunRuby(File.ReadAllText(arguments[0])),
    };

    private int RunCommand()
    {
        _instance.GetFunction<Action>("_start")();
        return 0;
    }

    private int RunAssembly()
    {
        Print($"{_instance.GetFunction<Func<int, int>>("run")(300)}");
        _instance.GetFunction<Action>("fail")();
        return 0;
    }

    private int RunQuickJs(string script)
    {
        _instance.GetFunction<Action>("_initialize")();
        _instance.GetFunction<Func<int>>("qjs_init")();
        _instance.GetFunction<Action<int>>("qjs_set_max_stack_size")(64 * 1024);
        var allocate = _instance.GetFunction<Func<int, int>>("wasm_malloc");
        var (code, length) = Put(script + '\0', allocate);
        var (name, _) = Put("script.js\0", allocate);
        var value = _instance.GetFunction<Func<int, int, int, int, int>>("qjs_eval")(code, length - 1, name, 0);
        var text = (uint)_instance.GetFunction<Func<int, int>>("qjs_get_string")(value);
        var memory = _instance.GetMemory("memory");
        var rest = memory.Read(text, (int)(memory.Length - text));
        Print(Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]));
        return 0;
    }

    private int RunRuby(string script)
    {
        _instance.GetFunction<Action>("_initialize")();
        var reallocate = _instance.GetFunction<Func<int, int, int, int, int>>("cabi_realloc");
        int Allocate(int bytes) => reallocate(0, 0, 1, bytes);
        var given = ((string[])["ruby.wasm\0", "-EUTF-8\0", "-e_=0\0"]).Select(text => Put(text, Allocate)).ToArray();
        var list = reallocate(0, 0, 4, given.Length * 8);
        foreach (var (index, (at, length)) in given.Index())
        {
            var item = _instance.GetMemory("memory").Write((uint)(list + index * 8), 8);
            BinaryPrimitives.WriteInt32LittleEndian(item, at);
            BinaryPrimitives.WriteInt32LittleEndian(item[4..], length);
        }

        _instance.GetFunction<Action<int, int>>(RubyInit)(list, given.Length);
        var (code, size) = Put(script, Allocate);
        var pair = _instance.GetFunction<Func<int, int, int>>(RubyEvaluate)(code, size);
        return BinaryPrimitives.ReadInt32LittleEndian(_instance.GetMemory("memory").Read((uint)pair + 4, 4));
    }

    private (int Address, int Length) Put(string text, Func<int, int> allocate)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var at = allocate(bytes.Length);
        bytes.CopyTo(_instance.GetMemory("memory").Write((uint)at, bytes.Length));
        return (at, bytes.Length);
    }

    private void Print(string line) => _output.Write(Encoding.UTF8.GetBytes(line + '\n'));

    // AssemblyScript keeps the length before the text.
    private static string Utf16(Memory memory, int at)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(memory.Read((uint)at - 4, 4));
        return Encoding.Unicode.GetString(memory.Read((uint)at, length));
    }

    // What is no part of WASI is there and does nothing.
    private static void DefineTheRest(Linker linker, Module module)
    {
        foreach (var import in module.Imports)
        {
            if (import.Type is FunctionType type && import.Module is not (WasiHost.ModuleName or "host"))
                linker.DefineFunction(import.Module, import.Name, type, (_, _, results) => Fill(type, results));
        }
    }

    private static void Fill(FunctionType type, Span<Value> results)
    {
        for (var i = 0; i < results.Length; i++)
            results[i] = Value.Default(type.Results[i]);
    }
}
