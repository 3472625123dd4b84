using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Types;
using InfraFabric.Wasm.Wasi;

namespace InfraFabric.Wasm.Recordings;

/// <summary>
/// Runs a recorded run again, without its host. Whoever called the guest then does the same again, with a store of the
/// same options; the functions of the host answer as they did, and what the guest asks of them is held against the
/// recording: the function, its arguments to the bit, the fuel that is left. One replay serves one run.
/// </summary>
public sealed class Replay
{
    private readonly Recording _recording;
    private readonly RecordedValues _values = new();
    private ReplayException? _difference;
    private int _next;

    public Replay(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        _recording = recording;
        for (var i = 0; i < recording.Imports.Count; i++)
        {
            var (import, (module, name, type)) = (i, recording.Imports[i]);
            Linker.DefineFunction(
                module, name, type, (caller, arguments, results) => Answer(import, caller.Store, arguments, results));
        }
    }

    /// <summary>
    /// The functions of the recorded host. Its memories, tables and globals are defined here by hand.
    /// </summary>
    public Linker Linker { get; } = new();

    /// <summary>How many calls have been answered.</summary>
    public int Position => _next;

    /// <summary>Says that the run is over: all that was recorded must have been called.</summary>
    /// <exception cref="ReplayException">The run differed, or the recording has further calls.</exception>
    public void Finish()
    {
        if (_difference is not null)
            throw _difference;
        if (_next < _recording.CallCount)
            throw Differs($"the run is over; recorded is a call of {Describe(_recording.Calls[_next])}.");
    }

    private void Answer(int import, Store store, ReadOnlySpan<Value> arguments, Span<Value> results)
    {
        if (_difference is not null)
            throw _difference;
        var now = new RecordedCall { Import = import, Fuel = store.RawFuel, Arguments = _values.Encode(arguments) };
        if (_next == _recording.CallCount)
            throw Differs($"{Describe(now)} is called; the recording has ended.");

        var call = _recording.Calls[_next];
        if (call.Import != now.Import || !call.Arguments.AsSpan().SequenceEqual(now.Arguments))
            throw Differs($"{Describe(now)} is called; recorded is {Describe(call)}.");
        if (call.Fuel != now.Fuel)
            throw Differs($"{Describe(now)} is called with fuel {now.Fuel}; recorded is {call.Fuel}.");
        foreach (var effect in call.Effects)
            Do(effect, store);
        _next++;
        End(call, store, results);
    }

    private void Do(RecordedEffect effect, Store store)
    {
        var isDone = effect.Kind switch
        {
            EffectKind.WriteMemory => Write(effect, store),
            EffectKind.GrowMemory => GrowMemory(effect, store),
            EffectKind.GrowTable => GrowTable(effect, store),
            _ => SetFuel(effect, store),
        };
        if (!isDone)
            throw Differs($"what the host did cannot be done: {effect.Kind} {effect.Target}, {effect.Amount}.");
    }

    private static bool Write(RecordedEffect effect, Store store)
    {
        var (address, bytes) = ((uint)effect.Amount, effect.Bytes);
        var memory = store.Memories.ElementAtOrDefault(effect.Target);
        if (memory is null || !memory.Contains(address, (uint)bytes.Length))
            return false;
        bytes.CopyTo(memory.Write(address, bytes.Length));
        return true;
    }

    private static bool GrowMemory(RecordedEffect effect, Store store) =>
        store.Memories.ElementAtOrDefault(effect.Target)?.Grow((uint)effect.Amount) is not null;

    private bool GrowTable(RecordedEffect effect, Store store)
    {
        var initial = _values.ObjectOf(effect.Bytes);
        return store.Tables.ElementAtOrDefault(effect.Target) is { } table
            && Function.MayPass(initial, table.Type.Element, store)
            && table.Grow((uint)effect.Amount, initial) is not null;
    }

    private static bool SetFuel(RecordedEffect effect, Store store)
    {
        store.RawFuel = effect.Amount;
        return true;
    }

    private void End(RecordedCall call, Store store, Span<Value> results)
    {
        switch (call.End)
        {
            case CallEnd.Trap:
                throw new TrapException((TrapReason)call.Code);
            case CallEnd.Exit:
                throw new WasiExitException(call.Code);
            case CallEnd.Exception:
                throw new WasmException(TagOf(call, store), ThrownOf(call));
            case CallEnd.Failure:
                throw new RecordedHostException(call.Failure.Type, call.Failure.Message);
            default:
                _values.Decode(_recording.Imports[call.Import].Type.Results, call.Results, results);
                break;
        }
    }

    private Tag TagOf(RecordedCall call, Store store)
    {
        if (store.Tags.ElementAtOrDefault(call.Code) is { } tag && tag.Type.Equals(new TagType(call.Thrown)))
            return tag;
        _difference = new ReplayException(
            _next - 1, $"recorded is an exception of tag {call.Code}, which is another one now.");
        throw _difference;
    }

    private Value[] ThrownOf(RecordedCall call)
    {
        var values = new Value[call.Thrown.Length];
        _values.Decode(call.Thrown, call.Results, values);
        return values;
    }

    private string Describe(RecordedCall call)
    {
        var import = _recording.Imports[call.Import];
        return $"{import}({RecordedValues.Describe(import.Type.Parameters, call.Arguments)})";
    }

    private ReplayException Differs(string difference) => _difference = new ReplayException(_next, difference);
}
