using System.Reflection.Emit;
using InfraFabric.Wasm.Accesses;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>
/// Loads and stores of memory. The address is widened to 64 bits, so that address + offset + size cannot wrap, and
/// compared with the last address that fits before the access. What was checked nearby already is not checked again
/// (<see cref="CheckedAddresses"/>).
/// </content>
internal sealed partial class FunctionCompiler
{
    private const int MaxAddresses = 8;

    private readonly CheckedAddresses _checked;
    private readonly LookAhead _lookAhead;

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
        var reach = (long)offset + bytes;
        if (IsAlwaysThere(_operands[height], reach))
            LoadPointer(TakeAddress(height, 0, null), offset);
        else if (_checked.Find(_operands[height].Sum, reach) is { } known)
            LoadChecked(height, known, offset);
        else
            CheckAndLoad(height, offset, reach, isLoad: operandsAbove == 0);
    }

    private bool IsAlwaysThere(Operand address, long reach) => address.Place == OperandPlace.Constant
        && (uint)address.Bits + reach <= _module.Memories[0].Size.Minimum * (long)Memory.PageBytes;

    // The check of a load also covers what is accessed next to it; a store must happen before what follows it traps.
    private void CheckAndLoad(int height, uint offset, long reach, bool isLoad)
    {
        var sum = _operands[height].Sum;
        var isKnown = _checked.IsKnown(sum);
        var (span, others) = isLoad && isKnown
            ? _lookAhead.Around(height, reach, _reader)
            : (new CheckedSpan(sum.Added, reach, null), 0);
        var bytes = (int)(reach - offset);
        var distance = sum.Added - span.Lowest;
        var address = TakeAddress(height, distance, others > 0 ? NewAddress() : null);
        SpillAll();
        Il.Emit(OpCodes.Ldloc, address);
        AddOffset(span.Reach - bytes);
        Il.Emit(OpCodes.Ldloc, _piece.Base!);
        AddOffset(AddressSpace.LastAddress(bytes));
        Il.Emit(OpCodes.Volatile);
        Il.Emit(OpCodes.Ldind_I8);
        Il.Emit(OpCodes.Bgt, Trap(nameof(Traps.MemoryOutOfBounds)));
        if (isKnown)
            _checked.Add(sum.Root, span with { Address = address == _piece.Address ? null : address });
        LoadPointer(address, distance + (long)offset);
    }

    private void LoadChecked(int height, CheckedSpan span, uint offset)
    {
        var operand = _operands[height];
        if (span.Address is not { } address)
        {
            LoadPointer(TakeAddress(height, 0, null), offset);
            return;
        }

        if (operand.Place == OperandPlace.Stack)
            Il.Emit(OpCodes.Pop);
        LoadPointer(address, (operand.Sum.Added - span.Lowest) + (long)offset);
    }

    private void LoadPointer(LocalBuilder address, long offset)
    {
        Il.Emit(OpCodes.Ldloc, _piece.Base!);
        Il.Emit(OpCodes.Ldloc, address);
        Il.Emit(OpCodes.Add);
        AddOffset(offset);
    }

    // The address, less a distance, in a variable.
    private LocalBuilder TakeAddress(int height, uint distance, LocalBuilder? variable)
    {
        variable ??= _piece.Address;
        var operand = _operands[height];
        if (operand.Place == OperandPlace.Stack)
            _operands[height] = operand with { Place = OperandPlace.Slot };
        else
            Load(height);
        if (distance != 0)
        {
            Il.Emit(OpCodes.Ldc_I4, (int)distance);
            Il.Emit(OpCodes.Sub);
        }

        Il.Emit(OpCodes.Conv_U8);
        Il.Emit(OpCodes.Stloc, variable);
        return variable;
    }

    // Null where many are in use: they would not be in registers.
    private LocalBuilder? NewAddress()
    {
        if (_checked.Variables == MaxAddresses)
            return null;
        if (_piece.Addresses.Count == _checked.Variables)
            _piece.Addresses.Add(Il.DeclareLocal(typeof(long)));
        return _piece.Addresses[_checked.Variables++];
    }
}
