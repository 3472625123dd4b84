using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

public sealed class AccessProgramTests
{
    private const int Programs = 1_000;
    private const int Runs = 5;

    private static readonly uint[] Starts =
        [0, 1, 8, 64, 100, 500, 1_000, 2_000, 4_000, 6_000, 8_000, 12_000, 16_000, 20_000, 30_000, 32_768, 40_000,
         65_528, 65_532, 65_535, 65_536, 131_071, 196_600, 0x8000_0000, 0xFFFF_FFF8];

    /// <summary>
    /// What is left out of the checks must not be missed: results, traps and memory are as the model has them.
    /// </summary>
    [Theory]
    [InlineData(Metering.Fuel)]
    [InlineData(Metering.None)]
    public void Invoke_RandomAccesses_DoesWhatTheModelDoes(Metering metering)
    {
        var returned = 0;
        for (var seed = 1; seed <= Programs; seed++)
        {
            var program = new AccessProgram(seed);
            var module = Module.Load(ModuleOf(program), new ModuleOptions { Metering = metering });
            var random = new Random(seed);
            for (var run = 0; run < Runs; run++)
                returned += ShouldDoTheSame(module, program, random.GetItems(Starts, AccessProgram.Addresses), seed);
        }

        // Neither outcome may become so rare that nothing is tested.
        returned.ShouldBeInRange(Programs * Runs / 4, Programs * Runs * 3 / 4);
    }

    private static int ShouldDoTheSame(Module module, AccessProgram program, uint[] addresses, int seed)
    {
        var machine = new AccessMachine(addresses);
        var returns = program.Run(machine);
        using var store = new Store();
        var instance = new Linker().Instantiate(store, module);

        var result = ResultOf(instance, addresses);

        var what = $"seed {seed} from {string.Join(", ", addresses)}";
        result.ShouldBe(returns ? (int)machine.Locals[AccessProgram.Addresses] : null, what);
        var memory = instance.GetMemory("memory");
        memory.Read(0, (int)memory.Length).SequenceEqual(machine.Memory).ShouldBeTrue(what);
        return returns ? 1 : 0;
    }

    private static int? ResultOf(Instance instance, uint[] addresses)
    {
        try
        {
            var arguments = addresses.Select(address => Value.FromI32((int)address)).ToArray();
            return instance.GetFunction("run").Invoke(arguments)[0].I32;
        }
        catch (TrapException trap)
        {
            trap.Reason.ShouldBe(TrapReason.MemoryOutOfBounds);
            return null;
        }
    }

    private static byte[] ModuleOf(AccessProgram program) => new ModuleBytes()
        .Type([ModuleBytes.I32, ModuleBytes.I32, ModuleBytes.I32], [ModuleBytes.I32])
        .Add(Wasm.Binary.SectionId.Memory, 1, (byte)AccessProgram.Pages, (byte)AccessProgram.MaxPages)
        .Export("memory", 2, 0)
        .FunctionWithLocals(0, [1, (byte)AccessProgram.Locals, ModuleBytes.I32], program.Write())
        .Export("run", 0, 0)
        .ToArray();
}
