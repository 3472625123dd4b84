using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <content>What works on tables, and on ranges of memories and tables: calls into the runtime.</content>
internal sealed partial class FunctionCompiler
{
    private bool EmitBulk(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.TableGet:
                CallRuntime(nameof(Bulk.GetElement), 1, TableElement(out var table), table);
                return true;
            case Opcode.TableSet:
                CallRuntime(nameof(Bulk.SetElement), 2, null, _reader.Index());
                return true;
            case Opcode.TableSize:
                CallRuntime(nameof(Bulk.TableSize), 0, ValueKind.I32, _reader.Index());
                return true;
            case Opcode.TableGrow:
                CallRuntime(nameof(Bulk.GrowTable), 2, ValueKind.I32, _reader.Index());
                return true;
            case Opcode.TableFill:
                CallRuntime(nameof(Bulk.FillTable), 3, null, _reader.Index());
                return true;
            case Opcode.TableCopy:
                CallRuntime(nameof(Bulk.CopyTable), 3, null, _reader.Index(), _reader.Index());
                return true;
            case Opcode.TableInit:
                CallRuntime(nameof(Bulk.InitializeTable), 3, null, _reader.Index(), _reader.Index());
                return true;
            case Opcode.ElemDrop:
                CallRuntime(nameof(Bulk.DropElements), 0, null, _reader.Index());
                return true;
            default:
                return EmitMemoryBulk(opcode);
        }
    }

    private bool EmitMemoryBulk(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.MemorySize:
                _reader.SkipImmediates(opcode);
                CallRuntime(nameof(Bulk.MemorySize), 0, ValueKind.I32);
                return true;
            case Opcode.MemoryGrow:
                _reader.SkipImmediates(opcode);
                CallRuntime(nameof(Bulk.GrowMemory), 1, ValueKind.I32);
                return true;
            case Opcode.MemoryFill:
                _reader.SkipImmediates(opcode);
                CallRuntime(nameof(Bulk.FillMemory), 3, null);
                return true;
            case Opcode.MemoryCopy:
                _reader.SkipImmediates(opcode);
                CallRuntime(nameof(Bulk.CopyMemory), 3, null);
                return true;
            case Opcode.MemoryInit:
                CallRuntime(nameof(Bulk.InitializeMemory), 3, null, _reader.Index());
                _reader.U32();
                return true;
            case Opcode.DataDrop:
                CallRuntime(nameof(Bulk.DropData), 0, null, _reader.Index());
                return true;
            default:
                return false;
        }
    }

    private ValueKind TableElement(out int table)
    {
        table = _reader.Index();
        return _module.Tables[table].Element;
    }

    // The operands, then the instance, then what stands in the code.
    private void CallRuntime(string name, int operands, ValueKind? result, params ReadOnlySpan<int> immediates)
    {
        GiveFuel();
        Arrange(operands);
        Remove(operands);
        Il.Emit(OpCodes.Ldarg_0);
        foreach (var immediate in immediates)
            Il.Emit(OpCodes.Ldc_I4, immediate);
        Il.Emit(OpCodes.Call, Members.Method(typeof(Bulk), name));
        TakeFuel();
        if (result is { } kind)
            Push(kind);
    }
}
