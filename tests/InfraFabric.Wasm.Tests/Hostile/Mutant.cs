using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>A valid module that was damaged in a way that a seed decides.</summary>
internal static class Mutant
{
    private static readonly byte[] Huge = ModuleBytes.U32(uint.MaxValue);

    public static byte[] Make(IReadOnlyList<byte[]> valid, int seed)
    {
        var random = new Random(seed);
        var bytes = valid[random.Next(valid.Count)].ToArray();
        return random.Next(8) switch
        {
            0 or 1 or 2 => FlipBits(bytes, random),
            3 => bytes[..random.Next(bytes.Length)],
            4 => [.. bytes[..Place(bytes, random)], .. Huge, .. bytes[Place(bytes, random)..]],
            5 => Repeat(bytes, random),
            6 => ChangeBytes(bytes, random),
            _ => FlipOneBit(bytes, random),
        };
    }

    private static byte[] FlipBits(byte[] bytes, Random random)
    {
        for (var i = random.Next(1, 6); i > 0; i--)
            bytes[Place(bytes, random)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    // Low bits of a late byte: most often another instruction, local, constant or offset, in a module that stays valid.
    private static byte[] FlipOneBit(byte[] bytes, Random random)
    {
        bytes[bytes.Length / 2 + random.Next(bytes.Length / 2)] ^= (byte)(1 << random.Next(4));
        return bytes;
    }

    private static byte[] ChangeBytes(byte[] bytes, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
            bytes[Place(bytes, random)] = (byte)random.Next(256);
        return bytes;
    }

    private static byte[] Repeat(byte[] bytes, Random random)
    {
        var from = Place(bytes, random);
        var to = from + random.Next(1, Math.Min(64, bytes.Length - from + 1));
        return [.. bytes[..to], .. bytes[from..to], .. bytes[to..]];
    }

    // Not in the preamble, which would end it at once.
    private static int Place(byte[] bytes, Random random) => random.Next(ModuleBytes.Preamble.Length, bytes.Length);
}
