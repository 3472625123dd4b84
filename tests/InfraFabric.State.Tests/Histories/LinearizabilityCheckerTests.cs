using InfraFabric.State.Conformance.Histories;

namespace InfraFabric.State.Tests.Histories;

/// <summary>A checker that accepts everything would make every history test worthless.</summary>
public sealed class LinearizabilityCheckerTests
{
    [Fact]
    public void Check_OverlappingWrites_MayHappenInEitherOrder() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 10), Write("b", 5, 15), Read("a", 20, 25),
    ]).ShouldBeTrue();

    [Fact]
    public void Check_StaleRead_IsRefused() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 10), Write("b", 11, 15), Read("a", 20, 25),
    ]).ShouldBeFalse();

    [Fact]
    public void Check_ReadThatGoesBack_IsRefused() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 5), Write("b", 6, 30), Read("b", 7, 9), Read("a", 10, 12),
    ]).ShouldBeFalse();

    [Fact]
    public void Check_LostWrite_IsRefused() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 5), Read(null, 6, 7),
    ]).ShouldBeFalse();

    [Fact]
    public void Check_TwoSwapsFromTheSameValue_AreRefused() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 1), Swap("a", "b", true, 2, 10), Swap("a", "c", true, 3, 10),
    ]).ShouldBeFalse();

    [Fact]
    public void Check_SwapThatShouldHaveWorked_IsRefused() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 1), Swap("a", "b", false, 2, 10),
    ]).ShouldBeFalse();

    [Fact]
    public void Check_UnknownWrite_MayHaveHappenedLate() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 5), Write("b", 6, long.MaxValue), Read("a", 10, 12), Read("b", 20, 22),
    ]).ShouldBeTrue();

    [Fact]
    public void Check_UnknownWrite_MayNeverHaveHappened() => LinearizabilityChecker.IsLinearizable(
    [
        Write("a", 0, 5), Write("b", 6, long.MaxValue), Read("a", 10, 12),
    ]).ShouldBeTrue();

    [Fact]
    public void Check_UnknownWrite_CannotHappenTwice() => LinearizabilityChecker.IsLinearizable(
    [
        Write("b", 0, long.MaxValue), Read("b", 1, 2), Write("a", 3, 4), Read("a", 5, 6), Read("b", 7, 8),
    ]).ShouldBeFalse();

    private static Operation Write(string value, long asked, long answered) =>
        new(0, "k", OperationKind.Write, null, value, true, asked, answered);

    private static Operation Read(string? value, long asked, long answered) =>
        new(0, "k", OperationKind.Read, null, value, true, asked, answered);

    private static Operation Swap(string from, string to, bool succeeded, long asked, long answered) =>
        new(0, "k", OperationKind.Swap, from, to, succeeded, asked, answered);
}
