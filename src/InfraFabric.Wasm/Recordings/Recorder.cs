using InfraFabric.Wasm.Calls;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Wasi;

namespace InfraFabric.Wasm.Recordings;

/// <summary>
/// Records what the functions of a host do in the run of one store: each call with its arguments, results, what it
/// wrote to memory, what it grew, and the fuel it changed. All else that a guest does follows from that, so that
/// <see cref="Replay"/> can run it again without the host. A host that calls back into the guest, or that sets globals
/// or elements of tables, cannot be recorded: it gets an exception where it does.
/// </summary>
public sealed class Recorder(RecordingLimits? limits = null)
{
    private const string CallsBack =
        "A function of the host called back into the guest. Such a run cannot be recorded.";

    private readonly RecordingLimits _limits = limits ?? RecordingLimits.Default;
    private readonly RecordedValues _values = new();
    private readonly List<RecordedImport> _imports = [];
    private readonly List<RecordedCall> _calls = [];
    private readonly HashSet<Function> _recorded = [];
    private Store? _store;
    private long _bytes;
    private string? _refusal;

    /// <summary>What a linker offers, with its functions recorded.</summary>
    public Linker Record(Linker hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        return hosts.WithFunctions(Record);
    }

    /// <summary>The calls up to now.</summary>
    /// <exception cref="RecordingException">The run was larger than the limits, or cannot be recorded.</exception>
    public Recording ToRecording() => _refusal is null
        ? new Recording(_store?.Options.Fuel, [.. _imports], [.. _calls])
        : throw new RecordingException(_refusal);

    private Function Record(string module, string name, Function function)
    {
        if (function.Context is Instance || _recorded.Contains(function))
            return function;

        Own(function.Store);
        var import = _imports.FindIndex(known => known.Module == module && known.Name == name);
        if (import < 0)
        {
            import = _imports.Count;
            _imports.Add(new RecordedImport(module, name, function.Type));
        }

        if (!_imports[import].Type.Equals(function.Type))
            throw Refused($"Two functions '{module}' '{name}' of different types cannot be recorded.");

        HostCallback callback = (caller, arguments, results) => Run(import, function, caller, arguments, results);
        var recorded = HostEntry.For(function.Type).Bind(function.Store, callback);
        _recorded.Add(recorded);
        return recorded;
    }

    private void Run(int import, Function host, Caller caller, ReadOnlySpan<Value> arguments, Span<Value> results)
    {
        var store = Own(caller.Store);
        var call = new RecordedCall { Import = import, Fuel = store.RawFuel, Arguments = _values.Encode(arguments) };
        var effects = new HostEffects(_values, _limits.MaxBytes);
        store.Effects = effects;
        store.Relayed = caller.Instance;
        var entries = store.Entries;
        try
        {
            host.Invoke(arguments).CopyTo(results);
            call = call with { Results = _values.EncodeOfHost(results) };
        }
        catch (Exception exception)
        {
            call = Failed(call, exception, store);
            throw;
        }
        finally
        {
            store.Effects = null;
            store.Relayed = null;
            if (store.Entries != entries + 1)
                _refusal ??= CallsBack;
            Keep(call, effects, store);
        }

        if (_refusal is not null)
            throw new RecordingException(_refusal);
    }

    private Store Own(Store store)
    {
        _store ??= store;
        if (store.Effects is not null)
            throw Refused(CallsBack);
        return _store == store ? store : throw new RecordingException("A recorder records one store.");
    }

    private RecordedCall Failed(RecordedCall call, Exception exception, Store store)
    {
        if (exception is RecordingException)
            _refusal ??= exception.Message;
        return exception switch
        {
            WasmException thrown => Thrown(call, thrown.Value, store.Tags.IndexOf(thrown.Tag)),
            TrapException trap => call with { End = CallEnd.Trap, Code = (int)trap.Reason },
            WasiExitException exit => call with { End = CallEnd.Exit, Code = exit.ExitCode },
            _ => call with
            {
                End = CallEnd.Failure,
                Failure = (exception.GetType().Name, Shortened(exception.Message)),
            },
        };
    }

    // The guest may catch it: what cannot be written down must not be told as something else.
    private RecordedCall Thrown(RecordedCall call, ExceptionValue thrown, int tag)
    {
        if (tag < 0)
            throw Refused("An exception with a tag of another store cannot be recorded.");
        if (!_values.TryEncodeOfHost(thrown.Items, out var results))
            throw Refused(RecordedValues.Unknown);
        return call with
        {
            End = CallEnd.Exception,
            Code = tag,
            Thrown = thrown.Tag.Type.Parameters,
            Results = results,
        };
    }

    private void Keep(RecordedCall call, HostEffects effects, Store store)
    {
        var done = effects.Finish();
        if (store.RawFuel != call.Fuel)
            done = [.. done, new RecordedEffect(EffectKind.SetFuel, 0, store.RawFuel, [])];
        call = call with { Effects = done };
        _bytes += call.Bytes;
        if (_bytes > _limits.MaxBytes || _calls.Count == _limits.MaxCalls || _imports.Count > _limits.MaxImports)
            throw Refused($"The recording is full, with {_calls.Count} calls and {_bytes} bytes.");
        _calls.Add(call);
    }

    private string Shortened(string message) => message[..Math.Min(message.Length, _limits.MaxMessageLength)];

    private RecordingException Refused(string why)
    {
        _refusal ??= why;
        return new RecordingException(_refusal);
    }
}
