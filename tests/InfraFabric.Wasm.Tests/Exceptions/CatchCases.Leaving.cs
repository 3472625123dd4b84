using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Hostile;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <content>Ways out of a block, and what exceptions carry and where they are kept.</content>
internal static partial class CatchCases
{
    private static readonly byte[] EveryKind = [I32, I64, F32, F64, V128, FuncRef, ExternRef, ExnRef];

    private static readonly Dictionary<string, CatchCase> More = new()
    {
        ["nothing, when branches leave"] = new(Guest(new Code()
            .I32(1_000).Add(Opcode.Block, I32).Add(Opcode.Block, I32)
            .I32(77).Add(Opcode.TryTable, 0, 1, OfTag, 0, 0)
            .Add(Opcode.Block, 0).I32(5).Add(Opcode.LocalGet, 0).Add(Opcode.BrTable, 4, 0, 1, 2, 3, 4).End()
            .I32(10).Add(Opcode.I32Add).End()
            .I32(100).Add(Opcode.I32Add).End()
            .I32(200).Add(Opcode.I32Add).End().Add(Opcode.I32Add)),
            (0, 1_315), (1, 1_305), (2, 1_205), (3, 1_005), (4, 5)),
        ["nothing, when a condition leaves"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).I32(9).Add(Opcode.TryTable, 0, 1, OfTag, 0, 0)
            .I32(4).Add(Opcode.LocalGet, 0).Add(Opcode.BrIf, 1).Add(Opcode.I32Add).Add(Opcode.Throw, 0).End()
            .End()), (1, 4), (0, 13)),
        ["nothing, where nothing is"] = new(Guest(new Code()
            .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, OfAny, 0).End().End().Add(Opcode.LocalGet, 0)
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, I32, 1, OfTag, 0, 0).I32(1).End().End()
            .Add(Opcode.I32Add)), (4, 5)),
        ["not what is called last"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Call, 2).Add(Opcode.Return).End().Add(Opcode.Unreachable).End()
            .I32(1).Add(Opcode.I32Add))
            .Function(Number, new Code().Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
                .Add(Opcode.LocalGet, 0).Add(Opcode.ReturnCall, 3).End().Add(Opcode.Unreachable).End()
                .I32(1_000).Add(Opcode.I32Add))
            .Function(Number, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).I32(-5)),
            (5, 6), (0, -5)),
        ["not what is called last through a table"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Call, 2).Add(Opcode.Return).End().Add(Opcode.Unreachable).End()
            .I32(1).Add(Opcode.I32Add))
            .Function(Number, new Code().Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
                .I32(8).Add(Opcode.LocalGet, 0).I32(0).Add(Opcode.ReturnCallIndirect, Number, 0).End()
                .Add(Opcode.Unreachable).End().I32(1_000).Add(Opcode.I32Add))
            .Function(Number, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).I32(-5))
            .Table(FuncRef, 1).Add(SectionId.Element, [0, .. new Code().I32(0).End().ToArray(), 1, 3]),
            (5, 6), (0, -5)),
        ["values of every kind"] = new(Guest(new Code()
            .Add(Opcode.Block, 6).Add(Opcode.TryTable, Empty, 1, OfTag, 1, 0)
            .Add(Opcode.LocalGet, 0).I64(20).F32(300).F64(4_000).V128(5).Add(Opcode.RefFunc, 0)
            .Add(Opcode.RefNull, ExternRef).Add(Opcode.RefNull, ExnRef).Add(Opcode.Throw, 1).End()
            .Add(Opcode.Unreachable).End()
            .Add(Opcode.RefIsNull).Add(Opcode.LocalSet, 2).Add(Opcode.RefIsNull)
            .Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2).Add(Opcode.RefIsNull)
            .Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2)
            .Add(Opcode.I8x16ExtractLaneU, 15).Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2)
            .Add(Opcode.I32TruncF64S).Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2)
            .Add(Opcode.I32TruncF32S).Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2)
            .Add(Opcode.I32WrapI64).Add(Opcode.I32Add).Add(Opcode.LocalGet, 2).Add(Opcode.I32Add))
            .Type([], EveryKind).Type(EveryKind, []).Tag(7)
            .Add(SectionId.Element, 3, 0, 1, 0), (1, 4_328)),
        ["what was kept in a table, a global and a choice"] = new(Guest(new Code()
            .Add(Opcode.Block, ExnRef).Add(Opcode.TryTable, Empty, 1, OfAnyWithReference, 0)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).End().Add(Opcode.RefNull, ExnRef).End()
            .Add(Opcode.GlobalSet, 0)
            .Add(Opcode.GlobalGet, 0).I32(3).Add(Opcode.TableGrow, 0).Add(Opcode.Drop)
            .I32(0).I32(2).Add(Opcode.TableGet, 0).Add(Opcode.TableSet, 0)
            .I32(0).Add(Opcode.TableGet, 0).Add(Opcode.RefNull, ExnRef).Add(Opcode.LocalGet, 0)
            .Add(Opcode.SelectTyped, 1, ExnRef).Add(Opcode.LocalTee, 1).Add(Opcode.RefIsNull)
            .Open(Opcode.If).I32(-1).Add(Opcode.Return).End()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.LocalGet, 1).Add(Opcode.ThrowRef).End().Add(Opcode.Unreachable).End())
            .Table(ExnRef, 1).Global(ExnRef, true, (byte)Opcode.RefNull, ExnRef), (5, 5), (0, -1)),
        ["with what was written to memory before"] = new(Guest(new Code()
            .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, OfAny, 0)
            .Open(Opcode.Loop)
            .Add(Opcode.LocalGet, 2).I32(4).Add(Opcode.I32Mul).Add(Opcode.LocalGet, 2).Add(Opcode.I32Store, 2, 0)
            .Add(Opcode.LocalGet, 2).I32(1).Add(Opcode.I32Add).Add(Opcode.LocalTee, 2)
            .Add(Opcode.LocalGet, 0).Add(Opcode.I32LtS).Add(Opcode.BrIf, 0).End()
            .Add(Opcode.LocalGet, 2).Add(Opcode.Call, Thrower).End().End()
            .I32(0).Add(Opcode.I32Load, 2, 4 * 99).Add(Opcode.LocalGet, 2).Add(Opcode.I32Add)),
            (100, 199), (1, 100)),
    };
}
