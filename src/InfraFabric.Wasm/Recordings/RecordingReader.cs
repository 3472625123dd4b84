using System.Collections.Immutable;
using System.Text;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Recordings;

/// <summary>
/// Reads a recording that anybody may have made. Nothing is reserved for a count before it is known that as many bytes
/// follow.
/// </summary>
internal ref struct RecordingReader(ReadOnlySpan<byte> bytes, RecordingLimits limits)
{
    private const int MaxValues = 1_000;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    public Recording Read()
    {
        if (_rest.Length > limits.MaxBytes)
            throw Wrong("The recording is too large");
        if (!Take(RecordingWriter.Magic.Length).SequenceEqual(RecordingWriter.Magic))
            throw Wrong("The bytes are no recording");
        if (Byte() is var version and not RecordingWriter.Version)
            throw Wrong($"The recording has version {version}; known is {RecordingWriter.Version}");
        var isLimited = Byte() != 0;
        var first = Number();
        if (first < 0)
            throw Wrong("The fuel is less than nothing");
        var imports = new RecordedImport[Count(limits.MaxImports)];
        for (var i = 0; i < imports.Length; i++)
            imports[i] = new RecordedImport(Text(), Text(), new FunctionType(Kinds(), Kinds()));
        var calls = new RecordedCall[Count(limits.MaxCalls)];
        var fuel = isLimited ? first : 0;
        for (var i = 0; i < calls.Length; i++)
        {
            calls[i] = Call(imports, fuel);
            fuel = calls[i].Fuel;
        }

        return _rest.IsEmpty
            ? new Recording(isLimited ? first : null, imports, calls)
            : throw Wrong("Something follows the last call");
    }

    private RecordedCall Call(RecordedImport[] imports, long fuel)
    {
        var import = Index(imports.Length);
        var type = imports[import].Type;
        var call = new RecordedCall
        {
            Import = import,
            Fuel = unchecked(fuel - Number()),
            Arguments = Values(type.Parameters),
            Effects = Effects(),
            End = (CallEnd)Byte(),
        };
        return call.End switch
        {
            CallEnd.Results => call with { Results = Values(type.Results) },
            CallEnd.Trap => call with { Code = Index(Enum.GetValues<TrapReason>().Length) },
            CallEnd.Exit => call with { Code = (int)(uint)Amount() },
            CallEnd.Failure => call with { Failure = (Text(), Text()) },
            CallEnd.Exception => Exception(call with { Code = Index(int.MaxValue), Thrown = Kinds() }),
            _ => throw Wrong("A call ends in an unknown way"),
        };
    }

    private RecordedCall Exception(RecordedCall call) => call with { Results = Values(call.Thrown) };

    private RecordedEffect[] Effects()
    {
        var effects = new RecordedEffect[Count(int.MaxValue)];
        for (var i = 0; i < effects.Length; i++)
        {
            var kind = (EffectKind)Byte();
            if (kind > EffectKind.SetFuel)
                throw Wrong("A call has an unknown effect");
            var target = Index(int.MaxValue);
            var amount = kind == EffectKind.SetFuel ? Number() : Amount();
            var content = Take(Count(limits.MaxBytes)).ToArray();
            var used = kind == EffectKind.GrowTable ? RecordedValues.ReferenceBytes : 0;
            if (kind != EffectKind.WriteMemory && content.Length != used)
                throw Wrong("An effect has bytes that it has no use for");
            effects[i] = new RecordedEffect(kind, target, amount, content);
        }

        return effects;
    }

    private byte[] Values(ImmutableArray<ValueKind> kinds) => Take(RecordedValues.SizeOf(kinds)).ToArray();

    private ImmutableArray<ValueKind> Kinds()
    {
        var kinds = ImmutableArray.CreateBuilder<ValueKind>();
        foreach (var kind in Take(Count(MaxValues)))
            kinds.Add(Enum.IsDefined((ValueKind)kind) ? (ValueKind)kind : throw Wrong("A value has an unknown kind"));
        return kinds.DrainToImmutable();
    }

    private string Text()
    {
        try
        {
            return Strict.GetString(Take(Count(int.MaxValue)));
        }
        catch (DecoderFallbackException)
        {
            throw Wrong("A text is not UTF-8");
        }
    }

    /// <summary>A count of what takes at least a byte each.</summary>
    private int Count(int max)
    {
        var count = Number();
        return count >= 0 && count <= Math.Min(max, _rest.Length)
            ? (int)count
            : throw Wrong("There is more than can be");
    }

    private int Index(int count)
    {
        var index = Number();
        return index >= 0 && index < count ? (int)index : throw Wrong("A number is out of its range");
    }

    private long Amount()
    {
        var amount = Number();
        return amount is >= 0 and <= uint.MaxValue ? amount : throw Wrong("A number is out of its range");
    }

    private long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)value;
        }

        throw Wrong("A number is too long");
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
            throw Wrong("The recording is cut off");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private readonly InvalidDataException Wrong(string what) => new($"{what} ({_rest.Length} bytes before its end).");
}
