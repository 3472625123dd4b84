using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Loads and stores of memory. The address is widened to 64 bits, so that address + offset + size cannot wrap, and
/// compared with the last address that fits before the access. A memory never shrinks: what was checked of an unchanged
/// local holds.
/// </content>
internal sealed partial class FunctionCompiler
{
    private readonly Dictionary<int, long> _checked = [];

    private bool EmitAccess(Opcode opcode)
    {
        switch (opcode)
        {
            case >= Opcode.I32Load and <= Opcode.I64Load32U:
                EmitLoad(opcode);
                return true;
            case >= Opcode.I32Store and <= Opcode.I64Store32:
                EmitStore(opcode);
                return true;
            default:
                return false;
        }
    }

    private void EmitLoad(Opcode opcode)
    {
        var (kind, bytes, load) = LoadOf(opcode);
        BeginAccess(bytes, operandsAbove: 0);
        Il.Emit(OpCodes.Unaligned, (byte)1);
        Il.Emit(load);
        if (kind == ValueKind.I64 && bytes < 8)
            Il.Emit(IsUnsigned(opcode) ? OpCodes.Conv_U8 : OpCodes.Conv_I8);
        Remove(1);
        Push(kind);
    }

    private static bool IsUnsigned(Opcode opcode) =>
        opcode is Opcode.I64Load8U or Opcode.I64Load16U or Opcode.I64Load32U;

    private static (ValueKind Kind, int Bytes, OpCode Load) LoadOf(Opcode opcode) => opcode switch
    {
        Opcode.I32Load => (ValueKind.I32, 4, OpCodes.Ldind_I4),
        Opcode.I64Load => (ValueKind.I64, 8, OpCodes.Ldind_I8),
        Opcode.F32Load => (ValueKind.F32, 4, OpCodes.Ldind_R4),
        Opcode.F64Load => (ValueKind.F64, 8, OpCodes.Ldind_R8),
        Opcode.I32Load8S => (ValueKind.I32, 1, OpCodes.Ldind_I1),
        Opcode.I32Load8U => (ValueKind.I32, 1, OpCodes.Ldind_U1),
        Opcode.I32Load16S => (ValueKind.I32, 2, OpCodes.Ldind_I2),
        Opcode.I32Load16U => (ValueKind.I32, 2, OpCodes.Ldind_U2),
        Opcode.I64Load8S => (ValueKind.I64, 1, OpCodes.Ldind_I1),
        Opcode.I64Load8U => (ValueKind.I64, 1, OpCodes.Ldind_U1),
        Opcode.I64Load16S => (ValueKind.I64, 2, OpCodes.Ldind_I2),
        Opcode.I64Load16U => (ValueKind.I64, 2, OpCodes.Ldind_U2),
        Opcode.I64Load32S => (ValueKind.I64, 4, OpCodes.Ldind_I4),
        _ => (ValueKind.I64, 4, OpCodes.Ldind_U4),
    };

    private void EmitStore(Opcode opcode)
    {
        var (bytes, store) = opcode switch
        {
            Opcode.I32Store => (4, OpCodes.Stind_I4),
            Opcode.I64Store => (8, OpCodes.Stind_I8),
            Opcode.F32Store => (4, OpCodes.Stind_R4),
            Opcode.F64Store => (8, OpCodes.Stind_R8),
            Opcode.I32Store8 or Opcode.I64Store8 => (1, OpCodes.Stind_I1),
            Opcode.I32Store16 or Opcode.I64Store16 => (2, OpCodes.Stind_I2),
            _ => (4, OpCodes.Stind_I4),
        };
        MakeCanonical(1);
        SpillTop(1);
        BeginAccess(bytes, operandsAbove: 1);
        Load(_operands.Count - 1);
        Il.Emit(OpCodes.Unaligned, (byte)1);
        Il.Emit(store);
        Remove(2);
    }

    /// <summary>
    /// Checks the address, which is the operand below <paramref name="operandsAbove"/> others, and leaves a pointer to
    /// its bytes on the evaluation stack. The operands are the caller's to remove.
    /// </summary>
    private void BeginAccess(int bytes, int operandsAbove)
    {
        _reader.U32();
        var offset = _reader.U32();
        var height = _operands.Count - 1 - operandsAbove;
        var address = _operands[height];
        var reach = (long)offset + bytes;
        if (address.Place == OperandPlace.Stack)
        {
            Il.Emit(OpCodes.Conv_U8);
            Il.Emit(OpCodes.Stloc, _piece.Address);
            _operands[height] = address with { Place = OperandPlace.Slot };
            SpillAll();
        }
        else
        {
            SpillAll();
            Load(height);
            Il.Emit(OpCodes.Conv_U8);
            Il.Emit(OpCodes.Stloc, _piece.Address);
        }

        if (!IsChecked(address, ref reach, isLoad: operandsAbove == 0))
        {
            Il.Emit(OpCodes.Ldloc, _piece.Address);
            AddOffset(reach - bytes);
            Il.Emit(OpCodes.Ldloc, _piece.Base!);
            AddOffset(AddressSpace.LastAddress(bytes));
            Il.Emit(OpCodes.Volatile);
            Il.Emit(OpCodes.Ldind_I8);
            Il.Emit(OpCodes.Bgt, Trap(nameof(Traps.MemoryOutOfBounds)));
        }

        Il.Emit(OpCodes.Ldloc, _piece.Base!);
        Il.Emit(OpCodes.Ldloc, _piece.Address);
        Il.Emit(OpCodes.Add);
        AddOffset(offset);
    }

    // What was checked of a local holds until the local changes. The check of a load also covers what is loaded next; a
    // store must happen before what follows it traps.
    private bool IsChecked(Operand address, ref long reach, bool isLoad)
    {
        if (address.Place == OperandPlace.Constant)
            return (uint)address.Bits + reach <= _module.Memories[0].Size.Minimum * (long)Memory.PageBytes;
        if (address.Place != OperandPlace.Local)
            return false;
        var local = (int)address.Bits;
        if (_checked.TryGetValue(local, out var known) && known >= reach)
            return true;
        if (isLoad)
            reach = LookAhead.Reach(_reader, local, reach);
        _checked[local] = reach;
        return false;
    }

    private void ForgetChecks(int local) => _checked.Remove(local);
}
