using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>The table of all instructions, by opcode.</summary>
internal static partial class Instructions
{
    private static readonly Instruction[] Table = Build();

    /// <summary>What an opcode read from bytes means; one that is not defined gives an undefined instruction.</summary>
    public static ref readonly Instruction Of(Opcode opcode) => ref Table[Slot(opcode)];

    /// <summary>One byte, 0xFC and 0xFD have 256 slots each.</summary>
    private static int Slot(Opcode opcode) => (int)opcode < 0x100 ? (int)opcode : (int)opcode - 0xFB00;

    private static Instruction[] Build()
    {
        var table = new Instruction[3 * 256];
        AddControl(table);
        AddVariables(table);
        AddMemory(table);
        AddIntegers(table);
        AddFloats(table);
        AddConversions(table);
        AddVectorMemory(table);
        AddVectorLanes(table);
        AddVectorIntegers(table);
        AddVectorFloats(table);
        return table;
    }

    private static void Add(Instruction[] table, Opcode first, Opcode last, Instruction instruction) =>
        table.AsSpan(Slot(first)..(Slot(last) + 1)).Fill(instruction);

    private static void Special(Instruction[] table, Opcode opcode, Immediate immediate = Immediate.None) =>
        table[Slot(opcode)] = new Instruction { IsDefined = true, Immediate = immediate };

    private static Instruction Plain(
        ValueKind first = default, ValueKind second = default, ValueKind third = default, ValueKind result = default,
        Immediate immediate = Immediate.None, int alignment = 0, int lanes = 0)
    {
        return new Instruction
        {
            IsDefined = true,
            IsPlain = true,
            First = first,
            Second = second,
            Third = third,
            Result = result,
            Immediate = immediate,
            Alignment = (byte)alignment,
            LaneCount = (byte)lanes,
        };
    }

    private static void Constant(Instruction[] table, Opcode opcode, ValueKind kind, Immediate immediate) =>
        Add(table, opcode, opcode, Plain(result: kind, immediate: immediate));

    private static void Unary(Instruction[] table, Opcode first, Opcode last, ValueKind kind) =>
        Add(table, first, last, Plain(kind, result: kind));

    private static void Binary(Instruction[] table, Opcode first, Opcode last, ValueKind kind) =>
        Add(table, first, last, Plain(kind, kind, result: kind));

    private static void Test(Instruction[] table, Opcode first, Opcode last, ValueKind kind) =>
        Add(table, first, last, Plain(kind, result: ValueKind.I32));

    private static void Compare(Instruction[] table, Opcode first, Opcode last, ValueKind kind) =>
        Add(table, first, last, Plain(kind, kind, result: ValueKind.I32));

    private static void Convert(Instruction[] table, Opcode first, Opcode last, ValueKind from, ValueKind to) =>
        Add(table, first, last, Plain(from, result: to));
}
