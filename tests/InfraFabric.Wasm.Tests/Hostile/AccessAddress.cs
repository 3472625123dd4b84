using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>Where an access goes: to a local, and a constant that wraps, and an offset that does not.</summary>
internal sealed record AccessAddress(uint Local, int Added, int Offset)
{
    public void Write(Code code)
    {
        code.Add(Opcode.LocalGet, Local);
        if (Added != 0)
            code.I32(Added).Add(Opcode.I32Add);
    }
}
