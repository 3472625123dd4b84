using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>Tags, which are what exceptions are told apart by.</summary>
internal ref partial struct ModuleReader
{
    private const byte TagKind = 4;

    private void ReadTags()
    {
        var count = ReadCount("tags", _limits.MaxTags, _module.Tags.Count);
        for (var i = 0; i < count; i++)
            _module.Tags.Add(ReadTagType());
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
}
