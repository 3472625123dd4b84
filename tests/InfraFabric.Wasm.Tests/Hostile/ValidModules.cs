using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Exceptions;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>Modules that are valid and use much of what there is, to be damaged.</summary>
internal static class ValidModules
{
    private const byte I32 = ModuleBytes.I32;
    private const byte I64 = ModuleBytes.I64;
    private const byte F64 = ModuleBytes.F64;

    public static IReadOnlyList<byte[]> Some { get; } =
        [.. Enumerable.Range(1, 40).Select(seed => Make(seed).ToArray())];

    /// <summary>With what <see cref="ModuleFeatures"/> adds to the others.</summary>
    public static IReadOnlyList<byte[]> Throwing { get; } =
        [.. CatchCases.Names.Select(name => CatchCases.Find(name).Module.ToArray())];

    private static ModuleBytes Make(int seed)
    {
        var access = new AccessProgram(seed);
        byte[] locals = [2, (byte)AccessProgram.Locals, I32, 2, F64];
        return new ModuleBytes()
            .Type([I32, I32, I32], [I32]).Type([], []).Type([I32, I64], [F64, I32])
            .ImportFunction(1)
            .Import(3, I32, 0)
            .Table(ModuleBytes.FuncRef, 8)
            .Add(SectionId.Memory, 1, 1, 3)
            .Global(I64, true, new Code().I64(seed))
            .FunctionWithLocals(0, locals, access.Write())
            .FunctionWithLocals(1, [1, 3, I32], Bulk())
            .FunctionWithLocals(2, [1, 2, ModuleBytes.V128], Numbers(seed))
            .FunctionWithLocals(1, [1, 1, I32], Control())
            .Export("memory", 2, 0).Export("table", 1, 0)
            .Export("access", 0, 1).Export("bulk", 0, 2).Export("numbers", 0, 3).Export("control", 0, 4)
            .Add(SectionId.Element, [0, .. new Code().I32(1).End().ToArray(), 4, 1, 2, 3, 4])
            .Add(SectionId.Element, 1, 0, 2, 2, 1)
            .Add(SectionId.DataCount, 1)
            .Add(SectionId.Data, [1, 5, 1, 2, 3, 4, 5])
            .Custom("name", 0, 2, 1, (byte)'m');
    }

    private static Code Bulk() => new Code()
        .I32(10).I32(7).I32(1_000).Add(Opcode.MemoryFill, 0)
        .I32(20).I32(0).I32(3).Add(Opcode.MemoryInit, 0, 0).Add(Opcode.DataDrop, 0)
        .I32(4_000).I32(0).I32(500).Add(Opcode.MemoryCopy, 0, 0)
        .I32(0).I32(0).I32(2).Add(Opcode.TableInit, 1, 0).Add(Opcode.ElemDrop, 1)
        .I32(2).I32(0).I32(2).Add(Opcode.TableCopy, 0, 0)
        .I32(3).Add(Opcode.RefFunc, 2).Add(Opcode.TableSet, 0)
        .Add(Opcode.RefNull, ModuleBytes.FuncRef).I32(2).Add(Opcode.TableGrow, 0).Add(Opcode.Drop)
        .Add(Opcode.Call, 0)
        .I32(2).Add(Opcode.CallIndirect, 1, 0);

    private static Code Numbers(int seed) => new Code()
        .Add(Opcode.LocalGet, 0).I32(seed).Add(Opcode.I32Mul).I32(3).Add(Opcode.I32Rotl).Add(Opcode.LocalTee, 0)
        .Add(Opcode.I32x4Splat).V128((byte)seed).Add(Opcode.I8x16AddSatU).Add(Opcode.LocalTee, 2)
        .Add(Opcode.LocalGet, 2).Add(Opcode.F32x4Mul).Add(Opcode.LocalSet, 3)
        .I32(64).Add(Opcode.LocalGet, 3).Add(Opcode.V128Store, 0, 4)
        .Add(Opcode.LocalGet, 1).Add(Opcode.F64ConvertI64S).F64(seed + 0.5).Add(Opcode.F64Div)
        .Add(Opcode.F64Sqrt).I32(72).Add(Opcode.F64Load, 0, 0).Add(Opcode.F64Max)
        .Add(Opcode.GlobalGet, 1).I64(3).Add(Opcode.I64DivS).Add(Opcode.GlobalSet, 1)
        .Add(Opcode.GlobalGet, 0).Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Or).Add(Opcode.I32RemU)
        .Add(Opcode.LocalGet, 2).Add(Opcode.I8x16Bitmask).Add(Opcode.I32Xor);

    private static Code Control() => new Code()
        .Open(Opcode.Loop)
        .Open(Opcode.Block).Open(Opcode.Block).Open(Opcode.Block)
        .Add(Opcode.LocalGet, 0).Add(Opcode.BrTable, 2, 0, 1, 2)
        .End().I32(1).I32(2).I32(3).Add(Opcode.Call, 1).Add(Opcode.Drop)
        .End().I32(5).I64(6).I32(3).Add(Opcode.CallIndirect, 2, 0).Add(Opcode.Drop).Add(Opcode.Drop)
        .End()
        .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Add).Add(Opcode.LocalTee, 0).I32(5).Add(Opcode.I32LtS)
        .Add(Opcode.BrIf, 0).End()
        .Add(Opcode.LocalGet, 0).Open(Opcode.If).Add(Opcode.Call, 2).Add(Opcode.Else).Add(Opcode.Unreachable).End();
}
