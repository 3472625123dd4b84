using System.ComponentModel;
using System.Globalization;
using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Tests.Runtime;

public sealed unsafe class AddressSpaceTests
{
    private const int Page = Memory.PageBytes;

    // A length that no range has which is kept for the next one.
    private const int OnlyHere = 1_237 * Page;

    [Fact]
    public void Base_RangeOfTheSameSizeAfterwards_IsZeroAndAsLongAsAsked()
    {
        for (var round = 0; round < 100; round++)
        {
            using var space = new AddressSpace(2 * Page, 77 * Page);
            var bytes = new Span<byte>(space.Base, 2 * Page);

            bytes.ContainsAnyExcept((byte)0).ShouldBeFalse();
            space.Length.ShouldBe(2 * Page);

            space.TryGrow(50 * Page).ShouldBeTrue();
            var grown = new Span<byte>(space.Base, 50 * Page);
            grown[(2 * Page)..].ContainsAnyExcept((byte)0).ShouldBeFalse();
            grown.Fill(0xFF);
        }
    }

    [Fact]
    public void LastAddress_OfEachSize_FollowsTheLength()
    {
        using var space = new AddressSpace(0, 7 * Page);
        AllLast(space).ShouldBe([-1, -2, -4, -8, -16]);

        space.TryGrow(3 * Page).ShouldBeTrue();

        AllLast(space).ShouldBe([.. new long[] { 1, 2, 4, 8, 16 }.Select(size => 3 * Page - size)]);
    }

    [Fact]
    public void Dispose_ManyAtOnce_LeavesNoMoreThanItKeeps()
    {
        var spaces = Enumerable.Range(0, 200).Select(_ => new AddressSpace(Page, 5 * Page)).ToList();

        foreach (var space in spaces)
        {
            space.Base[Page - 1] = 1;
            space.Dispose();
        }

        using var next = new AddressSpace(Page, 5 * Page);
        next.Base[Page - 1].ShouldBe((byte)0);
    }

    [Fact]
    public void New_SystemRefuses_LeavesNothingToBeReleased()
    {
        Should.Throw<Win32Exception>(() => new AddressSpace(-2 * Environment.SystemPageSize, OnlyHere));

        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void TryGrow_LongRangePieceByPiece_HasHugePagesBeyondItsBeginning()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system's account of the range is read.");
        using var space = new AddressSpace(Page, 1_000 * Page);

        for (var length = 100; length <= 900; length += 200)
            space.TryGrow(length * Page).ShouldBeTrue();

        FlagsAt(space.Base).ShouldNotContain("hg");
        FlagsAt(space.Base + 64 * Page).ShouldContain("hg");
        FlagsAt(space.Base + 899 * Page).ShouldContain("hg");
    }

    private static string[] FlagsAt(byte* address) => File.ReadLines("/proc/self/smaps")
        .SkipWhile(line => !IsMappingOf(line, (ulong)address))
        .First(line => line.StartsWith("VmFlags", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // A mapping begins with "start-end flags ...", a line of its account with "Name: ...".
    private static bool IsMappingOf(string line, ulong address)
    {
        var bounds = line.Split(' ')[0].Split('-');
        return bounds.Length == 2
            && ulong.Parse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) <= address
            && address < ulong.Parse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static long[] AllLast(AddressSpace space) =>
        [.. new[] { 1, 2, 4, 8, 16 }.Select(size => *(long*)(space.Base + AddressSpace.LastAddress(size)))];
}
