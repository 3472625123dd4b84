using System.Collections.Immutable;
using System.Runtime.InteropServices;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>Types, and imports with theirs.</summary>
internal ref partial struct ModuleReader
{
    private const byte FunctionTypeForm = 0x60;
    private const byte TagKind = 4;
    private const uint MaxMemoryPages = 65_536;

    private void ReadTypes()
    {
        var types = new FunctionType[ReadCount("types", _limits.MaxTypes, 0)];
        foreach (ref var type in types.AsSpan())
        {
            if (_reader.ReadByte() != FunctionTypeForm)
                throw _reader.Malformed("malformed function type");
            type = new FunctionType(
                ReadKinds("parameters", _limits.MaxParameters), ReadKinds("results", _limits.MaxResults));
        }

        _module.Types = types;
    }

    private ImmutableArray<ValueKind> ReadKinds(string items, int limit)
    {
        var kinds = new ValueKind[ReadCount(items, limit, 0)];
        foreach (ref var kind in kinds.AsSpan())
            kind = _reader.ReadValueKind();
        return ImmutableCollectionsMarshal.AsImmutableArray(kinds);
    }

    private void ReadImports()
    {
        var imports = new ModuleImport[ReadCount("imports", _limits.MaxImports, 0)];
        foreach (ref var import in imports.AsSpan())
        {
            var module = _reader.ReadName(_limits.MaxNameBytes);
            var name = _reader.ReadName(_limits.MaxNameBytes);
            import = new ModuleImport(module, name, ReadImport());
        }

        _module.Imports = imports;
        _module.ImportedFunctions = _module.Functions.Count;
        _module.ImportedTables = _module.Tables.Count;
        _module.ImportedMemories = _module.Memories.Count;
        _module.ImportedGlobals = _module.Globals.Count;
        _module.ImportedTags = _module.Tags.Count;
    }

    private ExternType ReadImport()
    {
        switch (_reader.ReadByte())
        {
            case 0:
                var index = ReadIndex(_module.Types.Length, "type");
                Add(_module.Functions, index, "functions", _limits.MaxFunctions);
                return _module.Types[index];
            case 1:
                return Add(_module.Tables, ReadTableType(), "tables", _limits.MaxTables);
            case 2:
                return AddMemory(ReadMemoryType());
            case 3:
                return Add(_module.Globals, ReadGlobalType(), "globals", _limits.MaxGlobals);
            case TagKind when _module.Has(ModuleFeatures.Exceptions):
                return Add(_module.Tags, ReadTagType(), "tags", _limits.MaxTags);
            default:
                throw _reader.Malformed("malformed import kind");
        }
    }

    private readonly T Add<T>(List<T> items, T item, string name, int limit)
    {
        if (items.Count >= limit)
            throw _reader.TooLarge($"more than {limit} {name}");
        items.Add(item);
        return item;
    }

    private readonly MemoryType AddMemory(MemoryType type) =>
        _module.Memories.Count == 0
            ? Add(_module.Memories, type, "memories", _limits.MaxMemories)
            : throw _reader.Invalid("multiple memories");

    private TableType ReadTableType() => new(_reader.ReadReferenceKind(), ReadSizeRange());

    private MemoryType ReadMemoryType()
    {
        var size = ReadSizeRange();
        return size.Minimum <= MaxMemoryPages && size.Maximum is null or <= MaxMemoryPages
            ? new MemoryType(size)
            : throw _reader.Invalid("memory size must be at most 65536 pages (4GiB)");
    }

    private GlobalType ReadGlobalType()
    {
        var kind = _reader.ReadValueKind();
        return _reader.ReadByte() switch
        {
            0 => new GlobalType(kind, false),
            1 => new GlobalType(kind, true),
            _ => throw _reader.Malformed("malformed mutability"),
        };
    }

    private TagType ReadTagType()
    {
        if (_reader.ReadByte() != 0)
            throw _reader.Malformed("malformed tag attribute");
        var type = _module.Types[ReadIndex(_module.Types.Length, "type")];
        return type.Results.Length == 0
            ? new TagType(type.Parameters)
            : throw _reader.Invalid("non-empty tag result type");
    }

    private SizeRange ReadSizeRange()
    {
        var range = _reader.ReadByte() switch
        {
            0 => new SizeRange(_reader.ReadU32(), null),
            1 => new SizeRange(_reader.ReadU32(), _reader.ReadU32()),
            _ => throw _reader.Malformed("malformed limits flags: integer too large"),
        };
        return range.Minimum <= (range.Maximum ?? uint.MaxValue)
            ? range
            : throw _reader.Invalid("size minimum must not be greater than maximum");
    }
}
