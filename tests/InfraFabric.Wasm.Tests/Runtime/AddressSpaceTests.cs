using InfraFabric.Wasm.Runtime;

namespace InfraFabric.Wasm.Tests.Runtime;

public sealed unsafe class AddressSpaceTests
{
    private const int Page = Memory.PageBytes;

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

    private static long[] AllLast(AddressSpace space) =>
        [.. new[] { 1, 2, 4, 8, 16 }.Select(size => *(long*)(space.Base + AddressSpace.LastAddress(size)))];
}
