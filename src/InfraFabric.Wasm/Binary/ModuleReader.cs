using InfraFabric.Wasm.Types;
using InfraFabric.Wasm.Validation;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// Decodes and validates a module, strictly and in one pass. Counts are held against the limits and against the bytes
/// that are left before anything is reserved for them.
/// </summary>
internal ref partial struct ModuleReader
{
    private readonly ModuleDraft _module;
    private readonly ModuleLimits _limits;

    private CodeValidator _validator;

    /// <summary>The part of the module that is being read.</summary>
    private ByteReader _reader;

    private ModuleReader(byte[] bytes, ModuleOptions options)
    {
        _module = new ModuleDraft(bytes, options);
        _limits = options.Limits;
        _validator = new CodeValidator(_module);
        _reader = new ByteReader(bytes, 0, bytes.Length, _module.Has(ModuleFeatures.Exceptions));
    }

    /// <summary>Reads a module; one that is malformed, invalid or too large is refused.</summary>
    /// <exception cref="InvalidModuleException">The bytes are no module, or not a valid one.</exception>
    public static ModuleContents Read(byte[] bytes, ModuleOptions options)
    {
        var reader = new ModuleReader(bytes, options);
        reader.ReadModule();
        return reader._module.ToContents();
    }

    private void ReadModule()
    {
        if (_module.Bytes.Length > _limits.MaxModuleBytes)
            throw _reader.TooLarge($"a module of {_module.Bytes.Length} bytes, of at most {_limits.MaxModuleBytes}");
        ReadPreamble();
        var last = SectionId.Custom;
        while (!_reader.AtEnd)
            ReadSection(ref last);
        CheckAgreement();
    }

    private void ReadPreamble()
    {
        if (!_reader.ReadBytes(4).SequenceEqual("\0asm"u8))
            throw new InvalidModuleException(ModuleFault.Malformed, "magic header not detected", 0);
        if (!_reader.ReadBytes(4).SequenceEqual("\u0001\0\0\0"u8))
            throw new InvalidModuleException(ModuleFault.Malformed, "unknown binary version", 4);
    }

    private void ReadSection(ref SectionId last)
    {
        var id = (SectionId)_reader.ReadByte();
        if (id > (_module.Has(ModuleFeatures.Exceptions) ? SectionId.Tag : SectionId.DataCount))
            throw _reader.Malformed("malformed section id");
        if (id != SectionId.Custom)
        {
            if (Order(id) <= Order(last))
                throw _reader.Malformed("unexpected content after last section");
            last = id;
        }

        var section = _reader.ReadPart();
        var rest = _reader;
        _reader = section;
        ReadContent(id);
        if (!_reader.AtEnd)
            throw _reader.Malformed("section size mismatch");
        _reader = rest;
    }

    private void ReadContent(SectionId id)
    {
        switch (id)
        {
            case SectionId.Custom: ReadCustomSection(); break;
            case SectionId.Type: ReadTypes(); break;
            case SectionId.Import: ReadImports(); break;
            case SectionId.Function: ReadFunctions(); break;
            case SectionId.Table: ReadTables(); break;
            case SectionId.Memory: ReadMemories(); break;
            case SectionId.Tag: ReadTags(); break;
            case SectionId.Global: ReadGlobals(); break;
            case SectionId.Export: ReadExports(); break;
            case SectionId.Start: ReadStart(); break;
            case SectionId.Element: ReadElements(); break;
            case SectionId.DataCount: ReadDataCount(); break;
            case SectionId.Code: ReadCode(); break;
            case SectionId.Data: ReadData(); break;
        }
    }

    /// <summary>The last two have their places before the code, and before the globals.</summary>
    private static int Order(SectionId id) => id switch
    {
        SectionId.DataCount => 2 * (int)SectionId.Code - 1,
        SectionId.Tag => 2 * (int)SectionId.Global - 1,
        _ => 2 * (int)id,
    };

    private void ReadCustomSection()
    {
        if (_module.CustomSections.Count == _limits.MaxCustomSections)
            throw _reader.TooLarge($"more than {_limits.MaxCustomSections} custom sections");
        var name = _reader.ReadName(_limits.MaxNameBytes);
        _module.CustomSections.Add((name, _reader.Position, _reader.Remaining));
        _reader.ReadBytes(_reader.Remaining);
    }

    private readonly void CheckAgreement()
    {
        if (_module.Bodies.Length != _module.Functions.Count - _module.ImportedFunctions)
            throw _reader.Malformed("function and code section have inconsistent lengths");
        if (_module.DataCount is { } count && count != _module.Data.Length)
            throw _reader.Malformed("data count and data section have inconsistent lengths");
        if (_module.UncountedData is { } offset)
        {
            throw _module.Data.Length > 0
                ? new InvalidModuleException(ModuleFault.Malformed, "data count section required", offset)
                : new InvalidModuleException(ModuleFault.Invalid, "unknown data segment", offset);
        }
    }

    /// <summary>How many items follow, each of at least one byte, where some are present already.</summary>
    private int ReadCount(string items, int limit, int present)
    {
        var count = _reader.ReadLength();
        return present + (long)count <= limit
            ? count
            : throw _reader.TooLarge($"{present + (long)count} {items}, of at most {limit}");
    }

    private int ReadIndex(int count, string item)
    {
        var index = _reader.ReadU32();
        return index < (uint)count ? (int)index : throw _reader.Invalid($"unknown {item} {index}");
    }

    private ConstantExpression ReadConstant(ValueKind kind) => _validator.ValidateConstant(ref _reader, kind);
}
