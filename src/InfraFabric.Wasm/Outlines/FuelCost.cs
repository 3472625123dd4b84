using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Outlines;

/// <summary>
/// What instructions cost. One each; nothing for those that only shape the code. What fills or copies a range costs one
/// more for each <see cref="BytesPerUnit"/> bytes or <see cref="ElementsPerUnit"/> elements.
/// </summary>
internal static class FuelCost
{
    public const int BytesPerUnit = 64;
    public const int ElementsPerUnit = 8;

    public static int Of(Opcode opcode) => opcode
        is Opcode.Nop or Opcode.Block or Opcode.Loop or Opcode.Else or Opcode.End or Opcode.Drop ? 0 : 1;
}
