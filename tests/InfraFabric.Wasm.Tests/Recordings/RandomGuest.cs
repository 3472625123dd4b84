using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Recordings;

/// <summary>
/// A program, made from a seed, that asks its host for times, random bytes, input and memory, works as long as they
/// say, and traps when it does not like them.
/// </summary>
internal static class RandomGuest
{
    private const byte Call = 0x10;
    private const byte I32Const = 0x41;
    private const byte Load8 = 0x2D;

    private enum Import : byte
    {
        Now,
        Random,
        Read,
        Grow,
        Charge,
        Keep,
    }

    public static byte[] Build(int seed)
    {
        var random = new Random(seed);
        var code = Enumerable.Range(0, random.Next(1, 40)).SelectMany(_ => Step(random));
        return new ModuleBytes()
            .Type([], [I64]).Type([I32, I32], []).Type([I32, I32], [I32]).Type([], []).Type([ExternRef], [ExternRef])
            .ImportFunction("host", "now", 0).ImportFunction("host", "random", 1).ImportFunction("host", "read", 2)
            .ImportFunction("host", "grow", 3).ImportFunction("host", "charge", 3).ImportFunction("host", "keep", 4)
            .FunctionWithLocals(3, [2, 1, I32, 1, ExternRef], [.. code])
            .Memory(1).Table(ExternRef, 1).Export("run", 0, 6).Export("memory", 2, 0).Export("table", 1, 0)
            .ToArray();
    }

    private static byte[] Step(Random random)
    {
        var address = Address(random);
        return random.Next(10) switch
        {
            0 or 1 => [.. address, Call, (byte)Import.Now, 0x37, 0, 0],
            2 => [.. address, .. Length(random), Call, (byte)Import.Random],
            3 or 4 => [.. address, .. Address(random), .. Length(random), Call, (byte)Import.Read, 0x36, 0, 0],
            5 => [Call, (byte)Import.Grow],
            6 => [Call, (byte)Import.Charge],
            7 => [0x20, 1, Call, (byte)Import.Keep, 0x21, 1],
            8 => Work(address),
            _ => [.. address, Load8, 0, 0, I32Const, 7, 0x70, 0x45, 0x04, 0x40, 0x00, End],
        };
    }

    // As many rounds as the byte at the address says.
    private static byte[] Work(byte[] address) =>
    [
        .. address, Load8, 0, 0, 0x21, 0, 0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x45, 0x0D, 1,
        0x20, 0, I32Const, 1, 0x6B, 0x21, 0, 0x0C, 0, End, End,
    ];

    private static byte[] Address(Random random) => [I32Const, .. U32((uint)random.Next(0, 64))];

    private static byte[] Length(Random random) => [I32Const, (byte)random.Next(0, 64)];
}
