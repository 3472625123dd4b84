using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>Kinds of values.</summary>
internal ref partial struct ByteReader
{
    public ValueKind ReadValueKind() => ReadByte() switch
    {
        var kind and (>= (byte)ValueKind.V128 and <= (byte)ValueKind.I32) => (ValueKind)kind,
        var kind and ((byte)ValueKind.FuncRef or (byte)ValueKind.ExternRef) => (ValueKind)kind,
        _ => throw Malformed("malformed value type"),
    };

    public ValueKind ReadReferenceKind() => ReadByte() switch
    {
        (byte)ValueKind.FuncRef => ValueKind.FuncRef,
        (byte)ValueKind.ExternRef => ValueKind.ExternRef,
        _ => throw Malformed("malformed reference type"),
    };
}
