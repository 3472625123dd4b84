using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>
/// A random program that writes and reads around the edges of a memory through addresses that it changes between
/// accesses, in branches and loops: where a compiler that leaves out checks could leave out one too many. It is written
/// as code, and run here by itself to know what the code has to do.
/// </summary>
internal sealed class AccessProgram
{
    public const int Addresses = 3;
    public const uint Pages = 1;
    public const uint MaxPages = 3;

    private const uint Sum = Addresses;
    private const int MaxDepth = 3;

    private static readonly int[] Distances = [0, 0, 1, 4, 7, 8, 12, 16, 20, 100, 1000, 32_768, 65_520, 65_536];

    // What is added may wrap, what is an offset not.
    private static readonly int[] Nearby = [0, 0, 0, 0, 0, -8, -4, -1, 1, 4, 8, 24, 40, 65_528];

    private readonly Random _random;
    private readonly List<Step> _steps;

    public AccessProgram(int seed)
    {
        _random = new Random(seed);
        _steps = Steps(0);
    }

    private interface Step
    {
        void Write(Code code);

        void Run(AccessMachine machine);
    }

    /// <summary>Locals beyond the addresses: the sum that is returned, and a counter for each depth of loops.</summary>
    public static int Locals => 1 + MaxDepth;

    public Code Write()
    {
        var code = new Code();
        _steps.ForEach(step => step.Write(code));
        return code.Add(Opcode.LocalGet, Sum);
    }

    /// <summary>What the code has to do; false when it has to trap.</summary>
    public bool Run(AccessMachine machine)
    {
        _steps.ForEach(step => step.Run(machine));
        return !machine.HasTrapped;
    }

    private List<Step> Steps(int depth) =>
        [.. Enumerable.Range(0, _random.Next(1, 7)).Select(_ => NextStep(depth))];

    private Step NextStep(int depth) => _random.Next(depth < MaxDepth ? 14 : 10) switch
    {
        < 3 => new Store(Address(), 1 << _random.Next(4), (byte)_random.Next(1, 256)),
        3 => new Change(Local(), Address(), 1 << _random.Next(3)),
        < 7 => new Load(Address(), 1 << _random.Next(3)),
        7 => new Move(Local(), Local(), _random.Next(3) == 0 ? -Distance() : Distance()),
        8 => new Mask(Local(), Local(), _random.Next(2) == 0 ? 0xFFFF : 0xFFF8),
        9 => new Grow(_random.Next(2)),
        10 => new Choice(Local(), 1 << _random.Next(17), Steps(depth + 1), Steps(depth + 1)),
        11 => new Exit(Local(), 1 << _random.Next(17), Steps(depth + 1), Steps(depth + 1)),
        _ => new Repeat(depth, _random.Next(1, 5), Steps(depth + 1)),
    };

    private uint Local() => (uint)_random.Next(Addresses);

    private AccessAddress Address() => new(Local(), Nearby[_random.Next(Nearby.Length)], Distance());

    private int Distance() => Distances[_random.Next(Distances.Length)];

    private static Opcode StoreOf(int bytes) =>
        bytes switch { 1 => Opcode.I32Store8, 2 => Opcode.I32Store16, _ => Opcode.I32Store };

    private static Opcode LoadOf(int bytes) =>
        bytes switch { 1 => Opcode.I32Load8U, 2 => Opcode.I32Load16U, _ => Opcode.I32Load };

    private sealed record Store(AccessAddress Address, int Bytes, byte Value) : Step
    {
        public void Write(Code code)
        {
            Address.Write(code);
            _ = Bytes == 8 ? code.I64(Value * 0x0101_0101_0101_0101L) : code.I32(Value * 0x0101_0101);
            code.Add(Bytes == 8 ? Opcode.I64Store : StoreOf(Bytes), 0, (uint)Address.Offset);
        }

        public void Run(AccessMachine machine) => machine.At(Address, Bytes).Fill(Value);
    }

    private sealed record Load(AccessAddress Address, int Bytes) : Step
    {
        public void Write(Code code)
        {
            Address.Write(code);
            code.Add(LoadOf(Bytes), 0, (uint)Address.Offset);
            code.Add(Opcode.LocalGet, Sum).Add(Opcode.I32Add).Add(Opcode.LocalSet, Sum);
        }

        public void Run(AccessMachine machine)
        {
            var bytes = machine.At(Address, Bytes);
            for (var i = 0; i < bytes.Length; i++)
                machine.Locals[Sum] += (uint)bytes[i] << (8 * i);
        }
    }

    // Adds one to what is there, through an address that also goes to a local.
    private sealed record Change(uint Kept, AccessAddress Address, int Bytes) : Step
    {
        public void Write(Code code)
        {
            Address.Write(code);
            code.Add(Opcode.LocalTee, Kept).Add(Opcode.LocalGet, Kept);
            code.Add(LoadOf(Bytes), 0, (uint)Address.Offset).I32(1).Add(Opcode.I32Add);
            code.Add(StoreOf(Bytes), 0, (uint)Address.Offset);
        }

        public void Run(AccessMachine machine)
        {
            var bytes = machine.At(Address, Bytes);
            machine.Set(Kept, machine.Locals[Address.Local] + (uint)Address.Added);
            for (var i = 0; i < bytes.Length; i++)
            {
                if (++bytes[i] != 0)
                    break;
            }
        }
    }

    private sealed record Move(uint To, uint From, int By) : Step
    {
        public void Write(Code code) =>
            code.Add(Opcode.LocalGet, From).I32(By).Add(Opcode.I32Add).Add(Opcode.LocalSet, To);

        public void Run(AccessMachine machine) => machine.Set(To, machine.Locals[From] + (uint)By);
    }

    private sealed record Mask(uint To, uint From, int Bits) : Step
    {
        public void Write(Code code) =>
            code.Add(Opcode.LocalGet, From).I32(Bits).Add(Opcode.I32And).Add(Opcode.LocalSet, To);

        public void Run(AccessMachine machine) => machine.Set(To, machine.Locals[From] & (uint)Bits);
    }

    private sealed record Grow(int By) : Step
    {
        public void Write(Code code) => code.I32(By).Add(Opcode.MemoryGrow, 0).Add(Opcode.Drop);

        public void Run(AccessMachine machine) => machine.Grow(By);
    }

    private sealed record Choice(uint Local, int Bit, List<Step> Then, List<Step> Else) : Step
    {
        public void Write(Code code)
        {
            code.Add(Opcode.LocalGet, Local).I32(Bit).Add(Opcode.I32And).Open(Opcode.If);
            Then.ForEach(step => step.Write(code));
            code.Add(Opcode.Else);
            Else.ForEach(step => step.Write(code));
            code.End();
        }

        public void Run(AccessMachine machine) =>
            ((machine.Locals[Local] & (uint)Bit) != 0 ? Then : Else).ForEach(step => step.Run(machine));
    }

    private sealed record Exit(uint Local, int Bit, List<Step> Before, List<Step> After) : Step
    {
        public void Write(Code code)
        {
            code.Open(Opcode.Block);
            Before.ForEach(step => step.Write(code));
            code.Add(Opcode.LocalGet, Local).I32(Bit).Add(Opcode.I32And).Add(Opcode.BrIf, 0);
            After.ForEach(step => step.Write(code));
            code.End();
        }

        public void Run(AccessMachine machine)
        {
            Before.ForEach(step => step.Run(machine));
            if ((machine.Locals[Local] & (uint)Bit) == 0)
                After.ForEach(step => step.Run(machine));
        }
    }

    private sealed record Repeat(int Depth, int Times, List<Step> Body) : Step
    {
        public void Write(Code code)
        {
            var counter = Sum + 1 + (uint)Depth;
            code.I32(Times).Add(Opcode.LocalSet, counter).Open(Opcode.Loop);
            Body.ForEach(step => step.Write(code));
            code.Add(Opcode.LocalGet, counter).I32(1).Add(Opcode.I32Sub).Add(Opcode.LocalTee, counter);
            code.Add(Opcode.BrIf, 0).End();
        }

        public void Run(AccessMachine machine)
        {
            for (var i = 0; i < Times; i++)
                Body.ForEach(step => step.Run(machine));
        }
    }
}
