using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>What can be done with exceptions inside of one guest. Most throw the number that they are given.</summary>
internal static partial class CatchCases
{
    private const uint OfTag = 0;
    private const uint WithReference = 1;
    private const uint OfAny = 2;
    private const uint OfAnyWithReference = 3;
    private const uint Empty = 0x40;
    private const uint Number = 0;
    private const uint ToNothing = 1;
    private const uint Thrower = 1;
    private const byte FunctionKind = 0;

    private static readonly Dictionary<string, CatchCase> All = new()
    {
        ["what a callee throws"] = new(Guest(new Code()
            .Add(Opcode.Block, I32)
            .Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0).Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).End()
            .I32(-1).End()), (5, 5), (0, -1)),
        ["the first clause that fits"] = new(Guest(new Code()
            .Open(Opcode.Block).Open(Opcode.Block).Open(Opcode.Block).Open(Opcode.Block)
            .Add(Opcode.TryTable, Empty, 4, OfTag, 1, 0, OfTag, 2, 1, OfTag, 1, 2, OfAny, 2)
            .Open(Opcode.Block).Open(Opcode.Block).Add(Opcode.LocalGet, 0).Add(Opcode.BrTable, 2, 0, 1, 2)
            .End().Add(Opcode.Throw, 1).End().Add(Opcode.Throw, 2)
            .End().I32(1).Add(Opcode.Return)
            .End().I32(10).Add(Opcode.Return).End().I32(20).Add(Opcode.Return).End().I32(30).Add(Opcode.Return)
            .End().I32(99)).Tag(2).Tag(2), (0, 10), (1, 20), (2, 1)),
        ["what is thrown again"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.Block, 3).Add(Opcode.TryTable, Empty, 1, WithReference, 0, 0)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).I32(-1).Add(Opcode.Return).End()
            .Add(Opcode.Unreachable).End()
            .Add(Opcode.LocalSet, 1).Add(Opcode.Drop).Add(Opcode.LocalGet, 1).Add(Opcode.ThrowRef)
            .End().Add(Opcode.Unreachable).End()), (7, 7), (0, -1)),
        ["by an outer block what an inner one does not know"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Open(Opcode.Block).Add(Opcode.TryTable, Empty, 1, OfTag, 1, 0)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).End().End()
            .End().I32(-1).End()).Tag(2), (5, 5), (0, -1)),
        ["what locals held when it was thrown"] = new(Guest(new Code()
            .I32(100).Add(Opcode.LocalGet, 0)
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .I32(20).Add(Opcode.LocalSet, 2).Add(Opcode.LocalGet, 0).I32(3).Add(Opcode.LocalSet, 0)
            .Add(Opcode.Call, Thrower).I32(50).Add(Opcode.LocalSet, 2).End().I32(0).End()
            .Add(Opcode.I32Add).Add(Opcode.I32Add)
            .Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalGet, 0).Add(Opcode.I32Add)),
            (7, 100 + 7 + 7 + 20 + 3), (0, 100 + 0 + 50 + 3)),
        ["in a loop, back to its beginning"] = new(Guest(new Code()
            .Add(Opcode.LocalGet, 0).Add(Opcode.Loop, 0)
            .Add(Opcode.LocalSet, 0).Add(Opcode.LocalGet, 2).I32(1).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2)
            .Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.LocalGet, 0).Open(Opcode.If)
            .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Sub).Add(Opcode.Throw, 0).End().End()
            .Add(Opcode.LocalGet, 2).End()), (0, 1), (9, 10)),
        ["into the function's result"] = new(Guest(new Code()
            .Add(Opcode.TryTable, I32, 1, OfTag, 0, 0).Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower)
            .I32(-3).End().I32(2).Add(Opcode.I32Mul)), (5, 5), (0, -6)),
        ["nothing, without clauses"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.TryTable, Empty, 0).Add(Opcode.LocalGet, 0).Add(Opcode.Call, Thrower).End()
            .End().I32(-1).End()), (5, 5), (0, -1)),
        ["with parameters and results of the block"] = new(Guest(new Code()
            .I32(1_000).Add(Opcode.LocalGet, 0).I32(2)
            .Add(Opcode.Block, 5).Add(Opcode.TryTable, 5, 1, OfTag, 0, 0)
            .Add(Opcode.I32Mul).Add(Opcode.LocalTee, 2).Add(Opcode.LocalGet, 2).Add(Opcode.Call, Thrower)
            .End().End().Add(Opcode.I32Add)), (4, 1_008), (0, 1_000)),
        ["a NaN in its canonical form"] = new(Guest(new Code()
            .Add(Opcode.Block, F32).Add(Opcode.TryTable, Empty, 1, OfTag, 1, 0)
            .F32(-0f).Add(Opcode.LocalGet, 0).Add(Opcode.F32ConvertI32S).Add(Opcode.F32Div).Add(Opcode.Throw, 1).End()
            .Add(Opcode.Unreachable).End().Add(Opcode.I32ReinterpretF32)).Type([F32], []).Tag(6),
            (0, 0x7FC00000), (1, int.MinValue)),
        ["what a function behind a table throws"] = new(Guest(new Code()
            .Add(Opcode.Block, I32).Add(Opcode.TryTable, Empty, 1, OfTag, 0, 0)
            .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.CallIndirect, ToNothing, 0).End().I32(-1).End())
            .Table(FuncRef, 2).Add(SectionId.Element, [0, .. new Code().I32(1).End().ToArray(), 1, (byte)Thrower]),
            (5, 5), (0, -1)),
    };

    public static IEnumerable<string> Names => All.Keys.Concat(More.Keys);

    public static CatchCase Find(string name) => All.TryGetValue(name, out var found) ? found : More[name];

    // f, with locals for an exception and a number; behind it what throws any number but 0.
    private static ModuleBytes Guest(Code code) => new ModuleBytes()
        .Type([I32], [I32]).Type([I32], []).Type([], []).Type([], [I32, ExnRef]).Type([], [ExnRef])
        .Type([I32, I32], [I32])
        .Tag(ToNothing)
        .FunctionWithLocals(Number, [2, 1, ExnRef, 1, I32], code)
        .Function(ToNothing, new Code().Add(Opcode.LocalGet, 0).Open(Opcode.If)
            .Add(Opcode.LocalGet, 0).Add(Opcode.Throw, 0).End())
        .Memory(1).Export("f", FunctionKind, 0);
}
