using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Tests.Runtime;

public sealed class NumericIntegerTests
{
    [Theory]
    [InlineData(7, 2, 3, 1)]
    [InlineData(-7, 2, -3, -1)]
    [InlineData(7, -2, -3, 1)]
    [InlineData(-7, -2, 3, -1)]
    [InlineData(int.MinValue, 1, int.MinValue, 0)]
    [InlineData(int.MinValue, 2, -1073741824, 0)]
    public void SignedDivision_AnySigns_TruncatesTowardsZero(int a, int b, int quotient, int remainder)
    {
        Numeric.I32DivS(a, b).ShouldBe(quotient);
        Numeric.I32RemS(a, b).ShouldBe(remainder);
        Numeric.I64DivS(a, b).ShouldBe(quotient);
        Numeric.I64RemS(a, b).ShouldBe(remainder);
    }

    [Fact]
    public void UnsignedDivision_OfLargeNumbers_IsUnsigned()
    {
        Numeric.I32DivU(-1, 2).ShouldBe(int.MaxValue);
        Numeric.I32RemU(-1, 10).ShouldBe(5);
        Numeric.I64DivU(-1, 2).ShouldBe(long.MaxValue);
        Numeric.I64RemU(-1, 10).ShouldBe(5);
    }

    [Fact]
    public void Division_ByZero_Traps()
    {
        Trap(() => Numeric.I32DivS(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I32DivU(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I32RemS(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I32RemU(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I64DivS(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I64DivU(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I64RemS(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
        Trap(() => Numeric.I64RemU(1, 0)).ShouldBe(TrapReason.IntegerDivideByZero);
    }

    [Fact]
    public void Division_OfTheLeastByMinusOne_OverflowsButHasARemainder()
    {
        Trap(() => Numeric.I32DivS(int.MinValue, -1)).ShouldBe(TrapReason.IntegerOverflow);
        Trap(() => Numeric.I64DivS(long.MinValue, -1)).ShouldBe(TrapReason.IntegerOverflow);
        Numeric.I32RemS(int.MinValue, -1).ShouldBe(0);
        Numeric.I64RemS(long.MinValue, -1).ShouldBe(0);
    }

    [Theory]
    [InlineData(0u, 32, 32, 0)]
    [InlineData(1u, 31, 0, 1)]
    [InlineData(0x80000000u, 0, 31, 1)]
    [InlineData(0x00F0F000u, 8, 12, 8)]
    public void CountingBits_AnyNumber_CountsThem(uint value, int leading, int trailing, int ones)
    {
        Numeric.I32Clz((int)value).ShouldBe(leading);
        Numeric.I32Ctz((int)value).ShouldBe(trailing);
        Numeric.I32Popcnt((int)value).ShouldBe(ones);
        Numeric.I64Clz((long)value << 32).ShouldBe(value == 0 ? 64 : leading);
        Numeric.I64Ctz((long)value << 32).ShouldBe(value == 0 ? 64 : trailing + 32);
        Numeric.I64Popcnt((long)value << 32).ShouldBe(ones);
    }

    [Fact]
    public void Rotation_ByAnyCount_IsModuloTheWidth()
    {
        Numeric.I32Rotl(unchecked((int)0x80000001), 33).ShouldBe(3);
        Numeric.I32Rotr(3, -31).ShouldBe(unchecked((int)0x80000001));
        Numeric.I64Rotl(unchecked((long)0x8000000000000001), 65).ShouldBe(3);
        Numeric.I64Rotr(3, 0x1_0000_0001).ShouldBe(unchecked((long)0x8000000000000001));
    }

    private static TrapReason Trap(Func<long> divide) => Should.Throw<TrapException>(() => divide()).Reason;
}
