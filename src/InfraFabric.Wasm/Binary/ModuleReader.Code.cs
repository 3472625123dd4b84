using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>The bodies of functions, each validated where it stands.</summary>
internal ref partial struct ModuleReader
{
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
