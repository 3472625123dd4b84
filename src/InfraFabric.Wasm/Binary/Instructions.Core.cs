using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Binary;

/// <summary>Control, variables, tables and memory.</summary>
internal static partial class Instructions
{
    private static void AddControl(Instruction[] table)
    {
        Special(table, Opcode.Unreachable);
        Add(table, Opcode.Nop, Opcode.Nop, Plain());
        Special(table, Opcode.Block, Immediate.Block);
        Special(table, Opcode.Loop, Immediate.Block);
        Special(table, Opcode.If, Immediate.Block);
        Special(table, Opcode.Else);
        Special(table, Opcode.Throw, Immediate.Tag);
        Special(table, Opcode.ThrowRef);
        Special(table, Opcode.TryTable, Immediate.Catches);
        Special(table, Opcode.End);
        Special(table, Opcode.Br, Immediate.Label);
        Special(table, Opcode.BrIf, Immediate.Label);
        Special(table, Opcode.BrTable, Immediate.Labels);
        Special(table, Opcode.Return);
        Special(table, Opcode.Call, Immediate.Function);
        Special(table, Opcode.CallIndirect, Immediate.TypeAndTable);
        Special(table, Opcode.ReturnCall, Immediate.Function);
        Special(table, Opcode.ReturnCallIndirect, Immediate.TypeAndTable);
        Special(table, Opcode.Drop);
        Special(table, Opcode.Select);
        Special(table, Opcode.SelectTyped, Immediate.Kinds);
    }

    private static void AddVariables(Instruction[] table)
    {
        Special(table, Opcode.LocalGet, Immediate.Local);
        Special(table, Opcode.LocalSet, Immediate.Local);
        Special(table, Opcode.LocalTee, Immediate.Local);
        Special(table, Opcode.GlobalGet, Immediate.Global);
        Special(table, Opcode.GlobalSet, Immediate.Global);
        Special(table, Opcode.RefNull, Immediate.Reference);
        Special(table, Opcode.RefIsNull);
        Constant(table, Opcode.RefFunc, ValueKind.FuncRef, Immediate.Function);
        Special(table, Opcode.TableGet, Immediate.Table);
        Special(table, Opcode.TableSet, Immediate.Table);
        Special(table, Opcode.TableGrow, Immediate.Table);
        Special(table, Opcode.TableFill, Immediate.Table);
        Constant(table, Opcode.TableSize, ValueKind.I32, Immediate.Table);
        Range(table, Opcode.TableInit, Immediate.ElementAndTable);
        Range(table, Opcode.TableCopy, Immediate.TableAndTable);
        Add(table, Opcode.ElemDrop, Opcode.ElemDrop, Plain(immediate: Immediate.Element));
    }

    private static void AddMemory(Instruction[] table)
    {
        Load(table, Opcode.I32Load, Opcode.I32Load, ValueKind.I32, 2);
        Load(table, Opcode.I64Load, Opcode.I64Load, ValueKind.I64, 3);
        Load(table, Opcode.F32Load, Opcode.F32Load, ValueKind.F32, 2);
        Load(table, Opcode.F64Load, Opcode.F64Load, ValueKind.F64, 3);
        Load(table, Opcode.I32Load8S, Opcode.I32Load8U, ValueKind.I32, 0);
        Load(table, Opcode.I32Load16S, Opcode.I32Load16U, ValueKind.I32, 1);
        Load(table, Opcode.I64Load8S, Opcode.I64Load8U, ValueKind.I64, 0);
        Load(table, Opcode.I64Load16S, Opcode.I64Load16U, ValueKind.I64, 1);
        Load(table, Opcode.I64Load32S, Opcode.I64Load32U, ValueKind.I64, 2);
        Store(table, Opcode.I32Store, ValueKind.I32, 2);
        Store(table, Opcode.I64Store, ValueKind.I64, 3);
        Store(table, Opcode.F32Store, ValueKind.F32, 2);
        Store(table, Opcode.F64Store, ValueKind.F64, 3);
        Store(table, Opcode.I32Store8, ValueKind.I32, 0);
        Store(table, Opcode.I32Store16, ValueKind.I32, 1);
        Store(table, Opcode.I64Store8, ValueKind.I64, 0);
        Store(table, Opcode.I64Store16, ValueKind.I64, 1);
        Store(table, Opcode.I64Store32, ValueKind.I64, 2);
        Constant(table, Opcode.MemorySize, ValueKind.I32, Immediate.Memory);
        Add(table, Opcode.MemoryGrow, Opcode.MemoryGrow,
            Plain(ValueKind.I32, result: ValueKind.I32, immediate: Immediate.Memory));
        Range(table, Opcode.MemoryInit, Immediate.DataAndMemory);
        Range(table, Opcode.MemoryCopy, Immediate.MemoryAndMemory);
        Range(table, Opcode.MemoryFill, Immediate.Memory);
        Add(table, Opcode.DataDrop, Opcode.DataDrop, Plain(immediate: Immediate.Data));
    }

    private static void Load(Instruction[] table, Opcode first, Opcode last, ValueKind kind, int alignment) =>
        Add(table, first, last, Plain(ValueKind.I32, result: kind, immediate: Immediate.Access, alignment: alignment));

    private static void Store(Instruction[] table, Opcode opcode, ValueKind kind, int alignment) =>
        Add(table, opcode, opcode, Plain(ValueKind.I32, kind, immediate: Immediate.Access, alignment: alignment));

    /// <summary>Where to, where from or with what, and how many.</summary>
    private static void Range(Instruction[] table, Opcode opcode, Immediate immediate) =>
        Add(table, opcode, opcode, Plain(ValueKind.I32, ValueKind.I32, ValueKind.I32, immediate: immediate));
}
