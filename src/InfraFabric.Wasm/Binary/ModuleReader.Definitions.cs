using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>
/// A module's own functions, tables, memories, tags and globals, which of all are exported, and the code of the
/// functions.
/// </summary>
internal ref partial struct ModuleReader
{
    private void ReadFunctions()
    {
        var count = ReadCount("functions", _limits.MaxFunctions, _module.Functions.Count);
        for (var i = 0; i < count; i++)
            _module.Functions.Add(ReadIndex(_module.Types.Length, "type"));
    }

    private void ReadTables()
    {
        var count = ReadCount("tables", _limits.MaxTables, _module.Tables.Count);
        for (var i = 0; i < count; i++)
            _module.Tables.Add(ReadTableType());
    }

    private void ReadMemories()
    {
        var count = _reader.ReadLength();
        for (var i = 0; i < count; i++)
            AddMemory(ReadMemoryType());
    }

    private void ReadTags()
    {
        var count = ReadCount("tags", _limits.MaxTags, _module.Tags.Count);
        for (var i = 0; i < count; i++)
            _module.Tags.Add(ReadTagType());
    }

    private void ReadGlobals()
    {
        var initializers = new ConstantExpression[ReadCount("globals", _limits.MaxGlobals, _module.Globals.Count)];
        foreach (ref var initializer in initializers.AsSpan())
        {
            var type = ReadGlobalType();
            initializer = ReadConstant(type.Kind);
            _module.Globals.Add(type);
        }

        _module.Initializers = initializers;
    }

    private void ReadExports()
    {
        var exports = new ModuleExport[ReadCount("exports", _limits.MaxExports, 0)];
        var names = new HashSet<string>(exports.Length);
        foreach (ref var export in exports.AsSpan())
        {
            export = ReadExport();
            if (!names.Add(export.Name))
                throw _reader.Invalid("duplicate export name");
        }

        _module.Exports = exports;
    }

    private ModuleExport ReadExport()
    {
        var name = _reader.ReadName(_limits.MaxNameBytes);
        switch (_reader.ReadByte())
        {
            case 0:
                var function = ReadDeclaration();
                return new ModuleExport(name, _module.TypeOf(function)) { Index = function };
            case 1:
                var table = ReadIndex(_module.Tables.Count, "table");
                return new ModuleExport(name, _module.Tables[table]) { Index = table };
            case 2:
                var memory = ReadIndex(_module.Memories.Count, "memory");
                return new ModuleExport(name, _module.Memories[memory]) { Index = memory };
            case 3:
                var global = ReadIndex(_module.Globals.Count, "global");
                return new ModuleExport(name, _module.Globals[global]) { Index = global };
            case TagKind when _module.Has(ModuleFeatures.Exceptions):
                var tag = ReadIndex(_module.Tags.Count, "tag");
                return new ModuleExport(name, _module.Tags[tag]) { Index = tag };
            default:
                throw _reader.Malformed("malformed export kind");
        }
    }

    /// <summary>A function that is named outside of code, so that code may refer to it.</summary>
    private int ReadDeclaration()
    {
        var function = ReadIndex(_module.Functions.Count, "function");
        _module.Declare(function);
        return function;
    }

    private void ReadStart()
    {
        var function = ReadIndex(_module.Functions.Count, "function");
        var type = _module.TypeOf(function);
        if (type.Parameters.Length > 0 || type.Results.Length > 0)
            throw _reader.Invalid("start function: it takes or gives values");
        _module.Start = function;
    }

    private void ReadCode()
    {
        var count = _reader.ReadLength();
        if (count != _module.Functions.Count - _module.ImportedFunctions)
            throw _reader.Malformed("function and code section have inconsistent lengths");
        var bodies = new FunctionBody[count];
        for (var i = 0; i < count; i++)
            bodies[i] = ReadBody(_module.TypeOf(_module.ImportedFunctions + i));
        _module.Bodies = bodies;
    }

    private FunctionBody ReadBody(FunctionType type)
    {
        var body = _reader.ReadPart();
        if (body.Remaining > _limits.MaxFunctionBytes)
            throw _reader.TooLarge($"a function of {body.Remaining} bytes, of at most {_limits.MaxFunctionBytes}");
        _validator.ValidateBody(body, type);
        return new FunctionBody(body.Position, body.Remaining);
    }
}
