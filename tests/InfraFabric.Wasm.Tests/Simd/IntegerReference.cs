using System.Runtime.Intrinsics;
using static InfraFabric.Wasm.Tests.Simd.LaneReader;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>What the specification says of integer lanes, with integers that never overflow.</summary>
internal static class IntegerReference
{
    public static void AddTo(VectorReference reference)
    {
        foreach (var bits in (int[])[8, 16, 32, 64])
        {
            var shape = $"I{bits}x{128 / bits}";
            AddArithmetic(reference, shape, bits);
            AddComparisons(reference, shape, bits);
            AddTests(reference, shape, bits);
        }

        foreach (var bits in (int[])[8, 16])
            AddSaturating(reference, $"I{bits}x{128 / bits}", bits);
        foreach (var bits in (int[])[8, 16, 32])
        {
            AddExtremes(reference, $"I{bits}x{128 / bits}", bits);
            AddWidening(reference, bits);
        }

        AddNarrowing(reference);
        AddSingular(reference);
    }

    private static void AddArithmetic(VectorReference reference, string shape, int bits)
    {
        reference.Binary[shape + "Add"] = Each(Signed, bits, (x, y) => x + y);
        reference.Binary[shape + "Sub"] = Each(Signed, bits, (x, y) => x - y);
        if (bits > 8)
            reference.Binary[shape + "Mul"] = Each(Signed, bits, (x, y) => x * y);
        reference.Unary[shape + "Abs"] = Each(Signed, bits, Int128.Abs);
        reference.Unary[shape + "Neg"] = Each(Signed, bits, x => -x);
        reference.Shift[shape + "Shl"] = (a, count) => Each(Unsigned, bits, x => x << Modulo(count, bits))(a);
        reference.Shift[shape + "ShrS"] = (a, count) => Each(Signed, bits, x => x >> Modulo(count, bits))(a);
        reference.Shift[shape + "ShrU"] = (a, count) => Each(Unsigned, bits, x => x >> Modulo(count, bits))(a);
    }

    private static void AddComparisons(VectorReference reference, string shape, int bits)
    {
        reference.Binary[shape + "Eq"] = Each(Signed, bits, (x, y) => Mask(x == y));
        reference.Binary[shape + "Ne"] = Each(Signed, bits, (x, y) => Mask(x != y));
        foreach (var (suffix, lanes) in Signs.Take(bits == 64 ? 1 : 2))
        {
            reference.Binary[shape + "Lt" + suffix] = Each(lanes, bits, (x, y) => Mask(x < y));
            reference.Binary[shape + "Gt" + suffix] = Each(lanes, bits, (x, y) => Mask(x > y));
            reference.Binary[shape + "Le" + suffix] = Each(lanes, bits, (x, y) => Mask(x <= y));
            reference.Binary[shape + "Ge" + suffix] = Each(lanes, bits, (x, y) => Mask(x >= y));
        }
    }

    private static void AddTests(VectorReference reference, string shape, int bits)
    {
        reference.Test[shape + "AllTrue"] = a => Signed(a, bits).All(x => x != 0) ? 1 : 0;
        reference.Test[shape + "Bitmask"] =
            a => Signed(a, bits).Index().Sum(lane => lane.Item < 0 ? 1 << lane.Index : 0);
    }

    private static void AddSaturating(VectorReference reference, string shape, int bits)
    {
        foreach (var (suffix, lanes) in Signs)
        {
            reference.Binary[shape + "AddSat" + suffix] = Each(lanes, bits, (x, y) => Saturate(x + y, bits, suffix));
            reference.Binary[shape + "SubSat" + suffix] = Each(lanes, bits, (x, y) => Saturate(x - y, bits, suffix));
        }

        reference.Binary[shape + "AvgrU"] = Each(Unsigned, bits, (x, y) => (x + y + 1) / 2);
    }

    private static void AddExtremes(VectorReference reference, string shape, int bits)
    {
        foreach (var (suffix, lanes) in Signs)
        {
            reference.Binary[shape + "Min" + suffix] = Each(lanes, bits, Int128.Min);
            reference.Binary[shape + "Max" + suffix] = Each(lanes, bits, Int128.Max);
        }
    }

    private static void AddWidening(VectorReference reference, int bits)
    {
        var (from, to, half) = ($"I{bits}x{128 / bits}", $"I{2 * bits}x{64 / bits}", 64 / bits);
        foreach (var (suffix, lanes) in Signs)
        {
            foreach (var (name, skip) in new[] { ("Low", 0), ("High", half) })
            {
                reference.Unary[$"{to}Extend{name}{from}{suffix}"] =
                    a => ToVector(lanes(a, bits).Skip(skip).Take(half), 2 * bits);
                reference.Binary[$"{to}Extmul{name}{from}{suffix}"] = (a, b) => ToVector(
                    lanes(a, bits).Zip(lanes(b, bits), (x, y) => x * y).Skip(skip).Take(half), 2 * bits);
            }

            if (bits < 32)
                reference.Unary[$"{to}ExtaddPairwise{from}{suffix}"] = a => ToVector(Pairs(lanes(a, bits)), 2 * bits);
        }
    }

    private static void AddNarrowing(VectorReference reference)
    {
        foreach (var bits in (int[])[8, 16])
        {
            foreach (var (suffix, _) in Signs)
            {
                reference.Binary[$"I{bits}x{128 / bits}NarrowI{2 * bits}x{64 / bits}{suffix}"] = (a, b) => ToVector(
                    Signed(a, 2 * bits).Concat(Signed(b, 2 * bits)).Select(x => Saturate(x, bits, suffix)), bits);
            }
        }
    }

    private static void AddSingular(VectorReference reference)
    {
        reference.Unary["I8x16Popcnt"] = Each(Unsigned, 8, Int128.PopCount);
        reference.Binary["I8x16Swizzle"] = (a, b) => ToVector(
            Unsigned(b, 8).Select(lane => lane < 16 ? Unsigned(a, 8)[(int)lane] : 0), 8);
        reference.Binary["I16x8Q15mulrSatS"] =
            Each(Signed, 16, (x, y) => Saturate(((x * y) + 0x4000) >> 15, 16, "S"));
        reference.Binary["I32x4DotI16x8S"] = (a, b) =>
            ToVector(Pairs([.. Signed(a, 16).Zip(Signed(b, 16), (x, y) => x * y)]), 32);

        reference.Unary["V128Not"] = Each(Unsigned, 8, x => 255 - x);
        reference.Binary["V128And"] = Each(Unsigned, 64, (x, y) => x & y);
        reference.Binary["V128Or"] = Each(Unsigned, 64, (x, y) => x | y);
        reference.Binary["V128Xor"] = Each(Unsigned, 64, (x, y) => x ^ y);
        reference.Binary["V128Andnot"] = Each(Unsigned, 64, (x, y) => x & (ulong.MaxValue - y));
        reference.Test["V128AnyTrue"] = a => Unsigned(a, 8).Any(x => x != 0) ? 1 : 0;
    }

    private static (string Suffix, Func<Vector128<byte>, int, Int128[]> Lanes)[] Signs =>
        [("S", Signed), ("U", Unsigned)];

    private static IEnumerable<Int128> Pairs(Int128[] lanes) => lanes.Chunk(2).Select(pair => pair[0] + pair[1]);

    private static Int128 Mask(bool condition) => condition ? -1 : 0;

    private static int Modulo(int count, int bits) => ((count % bits) + bits) % bits;

    private static Int128 Saturate(Int128 value, int bits, string sign) => sign == "S"
        ? Int128.Clamp(value, -(Int128.One << (bits - 1)), (Int128.One << (bits - 1)) - 1)
        : Int128.Clamp(value, 0, (Int128.One << bits) - 1);

    private static Func<Vector128<byte>, Vector128<byte>> Each(
        Func<Vector128<byte>, int, Int128[]> lanes, int bits, Func<Int128, Int128> lane) =>
        a => ToVector(lanes(a, bits).Select(lane), bits);

    private static Func<Vector128<byte>, Vector128<byte>, Vector128<byte>> Each(
        Func<Vector128<byte>, int, Int128[]> lanes, int bits, Func<Int128, Int128, Int128> lane) =>
        (a, b) => ToVector(lanes(a, bits).Zip(lanes(b, bits), lane), bits);
}
