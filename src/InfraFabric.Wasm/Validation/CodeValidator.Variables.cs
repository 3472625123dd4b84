using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>Locals, globals, tables, and what is done with operands of any kind.</summary>
internal ref partial struct CodeValidator
{
    private void ReadLocals(FunctionType type)
    {
        _localCount = 0;
        Reserve((uint)type.Parameters.Length, Unknown);
        type.Parameters.AsSpan().CopyTo(_locals);
        var total = (ulong)_localCount;
        for (var groups = _reader.ReadLength(); groups > 0; groups--)
        {
            var count = _reader.ReadU32();
            total += count;
            if (total > uint.MaxValue)
                throw _reader.Malformed("too many locals");
            var kind = _reader.ReadValueKind();
            if (total <= (ulong)_limits.MaxLocals)
                Reserve(count, kind);
        }

        if (total > (ulong)_limits.MaxLocals)
            throw _reader.TooLarge($"{total} locals, of at most {_limits.MaxLocals}");
    }

    /// <summary>Adds locals, whose number was held against the limit.</summary>
    private void Reserve(uint count, ValueKind kind)
    {
        var needed = _localCount + (int)count;
        if (needed > _locals.Length)
            Array.Resize(ref _locals, Math.Max(needed, 2 * _locals.Length));
        _locals.AsSpan(_localCount, (int)count).Fill(kind);
        _localCount = needed;
    }

    private ValueKind ReadLocal() => _locals[ReadIndex(_localCount, "local")];

    private void TeeLocal()
    {
        var kind = ReadLocal();
        Pop(kind);
        Push(kind);
    }

    private GlobalType ReadGlobal() => _module.Globals[ReadIndex(_module.Globals.Count, "global")];

    private void SetGlobal()
    {
        var type = ReadGlobal();
        if (!type.IsMutable)
            throw Invalid("global is immutable");
        Pop(type.Kind);
    }

    private void Select()
    {
        Pop(ValueKind.I32);
        var second = Pop();
        var first = Pop();
        if (first.IsReference() || second.IsReference())
            throw Invalid("type mismatch: a select of references names their kind");
        if (first != second && first != Unknown && second != Unknown)
            throw Invalid("type mismatch: a select between two kinds");
        Push(first == Unknown ? second : first);
    }

    private void SelectTyped()
    {
        if (_reader.ReadLength() != 1)
            throw Invalid("invalid result arity");
        var kind = _reader.ReadValueKind();
        Pop(ValueKind.I32);
        Pop(kind);
        Pop(kind);
        Push(kind);
    }

    private void TestReference()
    {
        var kind = Pop();
        if (kind != Unknown && !kind.IsReference())
            throw Invalid("type mismatch: no reference");
        Push(ValueKind.I32);
    }

    private TableType ReadTable() => _module.Tables[ReadIndex(_module.Tables.Count, "table")];

    private void GetElement()
    {
        var kind = ReadTable().Element;
        Pop(ValueKind.I32);
        Push(kind);
    }

    private void SetElement()
    {
        Pop(ReadTable().Element);
        Pop(ValueKind.I32);
    }

    private void GrowTable()
    {
        var kind = ReadTable().Element;
        Pop(ValueKind.I32);
        Pop(kind);
        Push(ValueKind.I32);
    }

    private void FillTable()
    {
        var kind = ReadTable().Element;
        Pop(ValueKind.I32);
        Pop(kind);
        Pop(ValueKind.I32);
    }
}
