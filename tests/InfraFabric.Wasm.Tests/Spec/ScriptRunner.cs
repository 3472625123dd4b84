using System.Text.Json;

namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>Runs the commands of one script in a store of its own.</summary>
internal sealed partial class ScriptRunner : IDisposable
{
    private readonly SpecArchive _archive;
    private readonly ModuleOptions _options;
    private readonly Store _store;
    private readonly Linker _linker;
    private readonly ScriptOutcome _outcome = new();
    private readonly Dictionary<string, Instance> _named = [];
    private Instance? _last;

    private ScriptRunner(SpecArchive archive, ModuleOptions options)
    {
        _archive = archive;
        _options = options;
        _store = new Store(new StoreOptions
        {
            Quantum = options.Metering == Metering.Quanta ? new FuelQuantum(3, _ => { }) : null,
        });
        _linker = SpecHost.Create(_store);
    }

    public static ScriptOutcome Run(SpecArchive archive, string script, ModuleOptions options)
    {
        using var commands = JsonDocument.Parse(archive.Read($"{script}.json"));
        using var runner = new ScriptRunner(archive, options);
        foreach (var command in commands.RootElement.GetProperty("commands").EnumerateArray())
            runner.Run(command);
        return runner._outcome;
    }

    public void Dispose() => _store.Dispose();

    // A command that fails must not hide those after it, and whatever else is thrown is a failure too.
    private void Run(JsonElement command)
    {
        var kind = command.GetProperty("type").GetString()!;
        _outcome.Count(kind);
        if (command.TryGetProperty("module_type", out var format) && format.GetString() == "text")
        {
            _outcome.SkipText();
            return;
        }

        try
        {
            Run(kind, command);
        }
        catch (Exception failed)
        {
            var what = failed is SpecFailureException ? failed.Message : $"{failed.GetType().Name}: {failed.Message}";
            _outcome.Fail(command.GetProperty("line").GetInt32(), kind, what);
        }
    }

    private void Run(string kind, JsonElement command)
    {
        switch (kind)
        {
            case "module":
                Instantiate(command);
                break;
            case "register":
                _linker.DefineInstance(command.GetProperty("as").GetString()!, InstanceOf(command, "name"));
                break;
            case "action":
                Act(command);
                break;
            case "assert_return":
                AssertReturn(command);
                break;
            case "assert_trap" or "assert_exhaustion":
                AssertTrap(command, () => Act(command));
                break;
            case "assert_invalid":
                AssertRefused(command, ModuleFault.Invalid);
                break;
            case "assert_malformed":
                AssertRefused(command, ModuleFault.Malformed);
                break;
            case "assert_unlinkable":
                AssertUnlinkable(command);
                break;
            case "assert_uninstantiable":
                AssertTrap(command, () => Instantiate(Load(command)));
                break;
            default:
                throw new InvalidDataException($"This command is not known: {kind}.");
        }
    }

    private void Instantiate(JsonElement command)
    {
        // A module that does not come to life must not be mistaken for the one before it.
        _last = null;
        _last = Instantiate(Load(command));
        if (command.TryGetProperty("name", out var name))
            _named[name.GetString()!] = _last;
    }

    private Instance Instantiate(Module module) => _linker.Instantiate(_store, module);

    private Module Load(JsonElement command) =>
        Module.Load(_archive.Read(command.GetProperty("filename").GetString()!), _options);

    private Value[] Act(JsonElement command)
    {
        var action = command.GetProperty("action");
        var instance = InstanceOf(action, "module");
        var field = action.GetProperty("field").GetString()!;
        if (action.GetProperty("type").GetString() == "get")
            return [instance.GetGlobal(field).Value];
        var arguments = action.GetProperty("args").EnumerateArray().Select(SpecValue.Read);
        return instance.GetFunction(field).Invoke([.. arguments]);
    }

    private Instance InstanceOf(JsonElement command, string property) =>
        command.TryGetProperty(property, out var name)
            ? _named[name.GetString()!]
            : _last ?? throw new SpecFailureException("The module before it did not come to life.");
}
