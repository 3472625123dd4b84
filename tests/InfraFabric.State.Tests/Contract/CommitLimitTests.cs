using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Tests.Contract;

public sealed class CommitLimitTests
{
    private static readonly RecordKey Key = new("k");

    [Fact]
    public void Commit_WithoutANote_IsRefused() =>
        ErrorOf(() => _ = new Commit([], [Write.Put(Key, default)], [])).ShouldBe(ErrorTable.Usage);

    [Fact]
    public void Commit_WritingOneKeyTwice_IsRefused() =>
        ErrorOf(() => Some.Commit([], [Write.Put(Key, default), Write.Delete(Key)])).ShouldBe(ErrorTable.Usage);

    [Fact]
    public void Commit_OneGuardTooMany_IsRefused() => ErrorOf(() => Some.Commit(
        [.. Enumerable.Repeat(Guard.Absent(Key), StateLimits.MaxGuards + 1)], [])).ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void Commit_OneWriteTooMany_IsRefused() => ErrorOf(() => Some.Commit(
        [], [.. Enumerable.Range(0, StateLimits.MaxWrites + 1).Select(i => Write.Delete(new RecordKey($"k/{i}")))]))
        .ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void Commit_OneNoteTooMany_IsRefused() => ErrorOf(() => _ = new Commit(
        [], [], [.. Enumerable.Repeat(Some.Note(), StateLimits.MaxNotes + 1)])).ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void Commit_AByteTooMuchInAValue_IsRefused() => ErrorOf(() => Some.Commit(
        [], [Write.Put(Key, new byte[StateLimits.MaxValueBytes + 1])])).ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void Commit_TooManyBytesInAll_IsRefused()
    {
        var writes = Enumerable.Range(0, 9)
            .Select(i => Write.Put(new RecordKey($"k/{i}"), new byte[StateLimits.MaxValueBytes])).ToList();

        ErrorOf(() => Some.Commit([], writes)).ShouldBe(ErrorTable.LimitExceeded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\t")]
    [InlineData("ümlaut")]
    [InlineData("null\0")]
    public void RecordKey_OutsideItsCharacters_IsRefused(string text) =>
        ErrorOf(() => _ = new RecordKey(text)).ShouldBe(ErrorTable.IdInvalid);

    [Fact]
    public void RecordKey_OneCharacterTooLong_IsRefused() =>
        ErrorOf(() => _ = new RecordKey(new string('k', StateLimits.MaxKeyLength + 1))).ShouldBe(ErrorTable.IdInvalid);

    [Theory]
    [InlineData(0)]
    [InlineData(StateLimits.MaxPageSize + 1)]
    public void ListQuery_PageOutOfBounds_IsRefused(int limit) =>
        ErrorOf(() => _ = new ListQuery("", limit)).ShouldBe(ErrorTable.LimitExceeded);

    private static ErrorCode ErrorOf(Action act) => Should.Throw<FabricException>(act).Error;
}
