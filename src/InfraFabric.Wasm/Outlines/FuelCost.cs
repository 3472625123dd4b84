using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Outlines;

/// <summary>
/// What instructions cost. One each; nothing for those that only shape the code. What fills or copies a range costs one
/// more for each <see cref="BytesPerUnit"/> bytes or <see cref="ElementsPerUnit"/> elements. To throw takes the machine
/// as long as thousands of others.
/// </summary>
internal static class FuelCost
{
    public const int BytesPerUnit = 64;
    public const int ElementsPerUnit = 8;
    public const int Throw = 1_000;

    public static int Of(Opcode opcode) => opcode switch
    {
        Opcode.Nop or Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End or Opcode.Drop or Opcode.TryTable => 0,
        Opcode.Throw or Opcode.ThrowRef => Throw,
        _ => 1,
    };
}
