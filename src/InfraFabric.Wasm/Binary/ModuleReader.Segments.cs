using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>Segments of elements and of data.</summary>
internal ref partial struct ModuleReader
{
    /// <summary>The segment is passive, or declarative when <see cref="Explicit"/> is set too.</summary>
    private const uint NotActive = 1;

    /// <summary>An active segment names its table or memory.</summary>
    private const uint Explicit = 2;

    /// <summary>The elements are expressions.</summary>
    private const uint Expressions = 4;

    private void ReadElements()
    {
        var segments = new ElementSegment[ReadCount("element segments", _limits.MaxElementSegments, 0)];
        var elements = 0;
        foreach (ref var segment in segments.AsSpan())
        {
            segment = ReadElementSegment(elements);
            elements += segment.Count;
        }

        _module.Elements = segments;
    }

    private ElementSegment ReadElementSegment(int elementsBefore)
    {
        var flags = _reader.ReadU32();
        if (flags > (NotActive | Explicit | Expressions))
            throw _reader.Malformed("malformed elements segment kind");
        var mode = ModeOf(flags);
        var table = 0;
        ConstantExpression offset = default;
        if (mode == SegmentMode.Active)
        {
            table = (flags & Explicit) != 0 ? ReadIndex(_module.Tables.Count, "table") : FirstTable();
            offset = ReadConstant(ValueKind.I32);
        }

        var kind = ReadElementKind(flags);
        if (mode == SegmentMode.Active && _module.Tables[table].Element != kind)
            throw _reader.Invalid("type mismatch");
        var count = ReadCount("elements", _limits.MaxElements, elementsBefore);
        return (flags & Expressions) != 0
            ? new ElementSegment(mode, kind, table, offset, null, ReadElementExpressions(kind, count))
            : new ElementSegment(mode, kind, table, offset, ReadElementFunctions(count), null);
    }

    private static SegmentMode ModeOf(uint flags) => (flags & (NotActive | Explicit)) switch
    {
        NotActive => SegmentMode.Passive,
        NotActive | Explicit => SegmentMode.Declarative,
        _ => SegmentMode.Active,
    };

    private readonly int FirstTable() => _module.Tables.Count > 0 ? 0 : throw _reader.Invalid("unknown table 0");

    private ValueKind ReadElementKind(uint flags)
    {
        if ((flags & (NotActive | Explicit)) == 0)
            return ValueKind.FuncRef;
        if ((flags & Expressions) != 0)
            return _reader.ReadReferenceKind();
        return _reader.ReadByte() == 0 ? ValueKind.FuncRef : throw _reader.Malformed("malformed element kind");
    }

    private int[] ReadElementFunctions(int count)
    {
        var functions = new int[count];
        foreach (ref var function in functions.AsSpan())
            function = ReadDeclaration();
        return functions;
    }

    private ConstantExpression[] ReadElementExpressions(ValueKind kind, int count)
    {
        var expressions = new ConstantExpression[count];
        foreach (ref var expression in expressions.AsSpan())
            expression = ReadConstant(kind);
        return expressions;
    }

    private void ReadDataCount()
    {
        var count = _reader.ReadU32();
        if (count > (uint)_limits.MaxDataSegments)
            throw _reader.TooLarge($"{count} data segments, of at most {_limits.MaxDataSegments}");
        _module.DataCount = (int)count;
    }

    private void ReadData()
    {
        var segments = new DataSegment[ReadCount("data segments", _limits.MaxDataSegments, 0)];
        foreach (ref var segment in segments.AsSpan())
            segment = ReadDataSegment();
        _module.Data = segments;
    }

    private DataSegment ReadDataSegment()
    {
        var flags = _reader.ReadU32();
        if (flags > Explicit)
            throw _reader.Malformed("malformed data segment kind");
        if (flags == NotActive)
        {
            var passive = _reader.ReadPart();
            return new DataSegment(SegmentMode.Passive, 0, default, passive.Position, passive.Remaining);
        }

        var memory = flags == Explicit ? _reader.ReadU32() : 0;
        if (memory >= (uint)_module.Memories.Count)
            throw _reader.Invalid($"unknown memory {memory}");
        var offset = ReadConstant(ValueKind.I32);
        var data = _reader.ReadPart();
        return new DataSegment(SegmentMode.Active, (int)memory, offset, data.Position, data.Remaining);
    }
}
