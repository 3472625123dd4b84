using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>An instruction that reads or writes memory, and how many bytes of it.</summary>
/// <param name="Opcode">The instruction.</param>
/// <param name="Bytes">How many bytes it touches.</param>
/// <param name="Value">The kind that a store writes; of a load, none.</param>
/// <param name="HasLane">Whether it names a lane, and takes the vector that the lane is of.</param>
internal sealed record Access(Opcode Opcode, int Bytes, byte? Value = null, bool HasLane = false)
{
    private static readonly int[] ScalarSizes =
        [4, 8, 4, 8, 1, 1, 2, 2, 1, 1, 2, 2, 4, 4, 4, 8, 4, 8, 1, 2, 1, 2, 4];

    private static readonly int[] VectorSizes = [16, 8, 8, 8, 8, 8, 8, 1, 2, 4, 8];

    public bool IsStore => Value is not null;

    /// <summary>All that WebAssembly 2.0 has.</summary>
    public static IReadOnlyList<Access> All { get; } =
    [
        .. ScalarSizes.Select((bytes, index) => new Access(From(Opcode.I32Load, index), bytes, ScalarValue(index))),
        .. VectorSizes.Select((bytes, index) => new Access(From(Opcode.V128Load, index), bytes)),
        new(Opcode.V128Store, 16, ModuleBytes.V128),
        .. Enumerable.Range(0, 4).Select(i => new Access(From(Opcode.V128Load8Lane, i), 1 << i, null, HasLane: true)),
        .. Enumerable.Range(0, 4)
            .Select(i => new Access(From(Opcode.V128Store8Lane, i), 1 << i, ModuleBytes.V128, HasLane: true)),
        new(Opcode.V128Load32Zero, 4),
        new(Opcode.V128Load64Zero, 8),
    ];

    /// <summary>
    /// The instruction at an address that is on the stack already. What it reads is dropped, what it writes is not
    /// zero.
    /// </summary>
    public Code At(Code address, uint offset)
    {
        if (Value is { } kind)
            Push(address, kind);
        else if (HasLane)
            address.V128(1);
        if (HasLane)
            address.Add(Opcode, 0, offset, 0);
        else
            address.Add(Opcode, 0, offset);
        return IsStore ? address : address.Add(Opcode.Drop);
    }

    public override string ToString() => Opcode.ToString();

    private static void Push(Code code, byte kind) => _ = kind switch
    {
        ModuleBytes.I32 => code.I32(-1),
        ModuleBytes.I64 => code.I64(-1),
        ModuleBytes.F32 => code.F32(1.1f),
        ModuleBytes.F64 => code.F64(1.1),
        _ => code.V128(0xFF),
    };

    private static Opcode From(Opcode first, int index) => (Opcode)((int)first + index);

    private static byte? ScalarValue(int index) => From(Opcode.I32Load, index) switch
    {
        Opcode.I32Store or Opcode.I32Store8 or Opcode.I32Store16 => ModuleBytes.I32,
        Opcode.I64Store or Opcode.I64Store8 or Opcode.I64Store16 or Opcode.I64Store32 => ModuleBytes.I64,
        Opcode.F32Store => ModuleBytes.F32,
        Opcode.F64Store => ModuleBytes.F64,
        _ => null,
    };
}
