using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Exceptions;
using InfraFabric.Wasm.Tests.Binary;
using InfraFabric.Wasm.Tests.Hostile;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>What a guest can make the host hold by keeping what it caught.</summary>
[Collection(Alone.Name)]
public sealed class KeptExceptionTests
{
    [Fact]
    public void Invoke_GuestThatKeepsExceptionsFromFarBelow_KeepsNoTraces()
    {
        const int kept = 2_000;
        using var store = new Store();
        var module = new ModuleBytes().Type([I32], []).Type([], []).Tag(0).Table(ExnRef, kept)
            .FunctionWithLocals(0, [1, 1, ExnRef], new Code().Open(Opcode.Loop)
                .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Sub).Add(Opcode.LocalTee, 0)
                .Add(Opcode.Block, ExnRef).Add(Opcode.TryTable, 0x40, 1, 3, 0).I32(500).Add(Opcode.Call, 1).End()
                .Add(Opcode.Unreachable).End().Add(Opcode.TableSet, 0)
                .Add(Opcode.LocalGet, 0).Add(Opcode.BrIf, 0).End())
            .Function(0, new Code().Add(Opcode.LocalGet, 0).Add(Opcode.I32Eqz).Open(Opcode.If)
                .Add(Opcode.LocalGet, 0).Add(Opcode.Throw, 0).End()
                .Add(Opcode.LocalGet, 0).I32(1).Add(Opcode.I32Sub).Add(Opcode.Call, 1))
            .Export("run", 0, 0).Export("table", 1, 0);
        var instance = new Linker().Instantiate(
            store, Module.Load(module.ToArray(), new ModuleOptions { Features = ModuleFeatures.Exceptions }));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        instance.GetFunction<Action<int>>("run")(kept);

        // A trace of five hundred functions takes sixteen thousand bytes and more.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(kept * 500L);
        instance.GetTable("table")[kept - 1].ShouldBeOfType<ExceptionValue>();
    }
}
