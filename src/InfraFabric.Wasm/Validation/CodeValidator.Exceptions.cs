using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>Exceptions: how they are thrown, and where the clauses of a block send them.</summary>
internal ref partial struct CodeValidator
{
    private const byte LastCatchKind = (byte)(CatchKind.All | CatchKind.WithReference);

    private readonly bool HasExceptions => _module.Has(ModuleFeatures.Exceptions);

    private TagType ReadTag() => _module.Tags[ReadIndex(_module.Tags.Count, "tag")];

    private void Throw()
    {
        Pop(ReadTag().Parameters.AsSpan());
        LeaveUnreachable();
    }

    private void ThrowReference()
    {
        Pop(ValueKind.ExnRef);
        LeaveUnreachable();
    }

    private void TryTable()
    {
        if (++_tryTables > _limits.MaxTryTables)
            throw TooLarge($"more than {_limits.MaxTryTables} try_table in a function");
        if (++_openTryTables > _limits.MaxTryTableNesting)
            throw TooLarge($"more than {_limits.MaxTryTableNesting} try_table in each other");
        var type = BlockType.Read(ref _reader, _module.Types);
        Pop(type.Parameters.AsSpan());
        var count = _reader.ReadLength();
        for (var i = 0; i < count; i++)
            Catch();
        Open(Opcode.TryTable, type);
        Push(type.Parameters.AsSpan());
    }

    /// <summary>The clause's label is one of the blocks around the <c>try_table</c>.</summary>
    private void Catch()
    {
        var kind = _reader.ReadByte();
        if (kind > LastCatchKind)
            throw Malformed("malformed catch clause");
        ReadOnlySpan<ValueKind> values = ((CatchKind)kind).HasFlag(CatchKind.All) ? [] : ReadTag().Parameters.AsSpan();
        var label = ReadLabel();
        _catches += 1 + label.Length;
        if (_catches > _limits.MaxCatches)
            throw TooLarge($"more than {_limits.MaxCatches} catch clauses and values of theirs in a function");
        var isWithReference = ((CatchKind)kind).HasFlag(CatchKind.WithReference);
        var fits = isWithReference
            ? label.Length == values.Length + 1 && label[^1] == ValueKind.ExnRef && label[..^1].SequenceEqual(values)
            : label.SequenceEqual(values);
        if (!fits)
            throw Invalid("type mismatch: a catch clause brings other values than its label takes");
    }

    /// <summary>What is no instruction here; of the older form of exceptions it is said why.</summary>
    private readonly InvalidModuleException Illegal(Opcode opcode) => Malformed((byte)opcode switch
    {
        0x06 or 0x07 or 0x09 or 0x18 or 0x19 when HasExceptions && (ushort)opcode <= byte.MaxValue =>
            "illegal opcode: exceptions in their older form (try, catch, rethrow, delegate) are not understood",
        _ => "illegal opcode",
    });
}
