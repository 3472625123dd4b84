using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

public abstract partial class StateStoreContract
{
    [Fact]
    public async Task Commit_Put_IsReadWithItsRevisions()
    {
        var first = await PutAsync("tasks/1", "a");
        var second = await PutAsync("tasks/1", "b");

        var record = await Store.GetAsync(new RecordKey("tasks/1"), cancellationToken: Token);

        second.ShouldBeGreaterThan(first);
        Some.TextOf(record).ShouldBe("b");
        record!.CreateRevision.ShouldBe(first);
        record.ModifyRevision.ShouldBe(second);
        record.Lease.IsNone.ShouldBeTrue();
    }

    [Fact]
    public async Task Commit_DeleteAndPutAgain_StartsANewLife()
    {
        var first = await PutAsync("tasks/1", "a");
        await DeleteAsync("tasks/1");
        (await ReadAsync("tasks/1")).ShouldBeNull();

        var again = await PutAsync("tasks/1", "b");

        var record = await Store.GetAsync(new RecordKey("tasks/1"), cancellationToken: Token);
        record!.CreateRevision.ShouldBe(again);
        again.ShouldBeGreaterThan(first);
    }

    [Fact]
    public async Task Commit_EmptyValue_IsARecord()
    {
        await PutAsync("empty", "");

        (await ReadAsync("empty")).ShouldBe("");
    }

    [Fact]
    public async Task Commit_SeveralWrites_ShareOneRevision()
    {
        var commit = Some.Commit([],
        [
            Write.Put(new RecordKey("a"), Some.Bytes("1")),
            Write.Put(new RecordKey("b"), Some.Bytes("2")),
            Write.Delete(new RecordKey("nothing-there")),
        ]);

        var outcome = await Store.CommitAsync(commit, Token);

        var a = await Store.GetAsync(new RecordKey("a"), cancellationToken: Token);
        var b = await Store.GetAsync(new RecordKey("b"), cancellationToken: Token);
        a!.ModifyRevision.ShouldBe(outcome.Revision);
        b!.ModifyRevision.ShouldBe(outcome.Revision);
    }

    [Fact]
    public async Task Commit_GuardsThatHold_Commits()
    {
        var first = await PutAsync("a", "1");
        var second = await PutAsync("a", "2");
        var key = new RecordKey("a");
        var commit = Some.Commit(
            [
                Guard.Exists(key), Guard.Unchanged(key, second), Guard.Created(key, first),
                Guard.Absent(new RecordKey("b")),
            ],
            [Write.Put(key, Some.Bytes("3"))]);

        var outcome = await Store.CommitAsync(commit, Token);

        outcome.Succeeded.ShouldBeTrue();
        (await ReadAsync("a")).ShouldBe("3");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Commit_GuardThatFails_ChangesNothingAndSaysWhich(int which)
    {
        var first = await PutAsync("a", "1");
        var second = await PutAsync("a", "2");
        var key = new RecordKey("a");
        Guard[] failing =
        [
            Guard.Absent(key),
            Guard.Exists(new RecordKey("b")),
            Guard.Unchanged(key, first),
            Guard.Created(key, second),
            Guard.Unchanged(new RecordKey("b"), first),
        ];
        var commit = Some.Commit([Guard.Exists(key), failing[which]], [Write.Put(new RecordKey("c"), Some.Bytes("x"))]);

        var outcome = await Store.CommitAsync(commit, Token);

        outcome.Verdict.ShouldBe(CommitVerdict.GuardFailed);
        outcome.FailedGuard.ShouldBe(1);
        (await ReadAsync("c")).ShouldBeNull();
        (await Store.ReadNotesAsync(NotePosition.Start, 10, Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Commit_HundredContendersForOneKey_ExactlyOneWins()
    {
        var key = new RecordKey("claims/1");
        var contenders = Enumerable.Range(0, 100).Select(i => Store.CommitAsync(
            Some.Commit([Guard.Absent(key)], [Write.Put(key, Some.Bytes($"swarm-{i}"))]), Token).AsTask());

        var outcomes = await Task.WhenAll(contenders);

        var winner = Array.FindIndex(outcomes, outcome => outcome.Succeeded);
        outcomes.Count(outcome => outcome.Succeeded).ShouldBe(1);
        (await ReadAsync("claims/1")).ShouldBe($"swarm-{winner}");
    }

    [Fact]
    public async Task Commit_TwoThatGuardWhatTheOtherWrites_NeverBothSucceed()
    {
        for (var round = 0; round < 50; round++)
        {
            RecordKey left = new($"skew/{round}/left"), right = new($"skew/{round}/right");
            var one = Store.CommitAsync(Some.Commit([Guard.Absent(left)], [Write.Put(right, Some.Bytes("1"))]), Token);
            var two = Store.CommitAsync(Some.Commit([Guard.Absent(right)], [Write.Put(left, Some.Bytes("2"))]), Token);

            var both = await Task.WhenAll(one.AsTask(), two.AsTask());

            both.Count(outcome => outcome.Succeeded).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Commit_ConcurrentIncrements_LoseNone()
    {
        await PutAsync("counter", "0");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => IncrementAsync(10)));

        (await ReadAsync("counter")).ShouldBe("160");
    }

    [Fact]
    public async Task Commit_OneFailsAmongManyAtOnce_TheOthersSucceed()
    {
        await PutAsync("taken", "x");
        var commits = Enumerable.Range(0, 200).Select(i => Store.CommitAsync(
            i % 10 == 3
                ? Some.Commit([Guard.Absent(new RecordKey("taken"))], [PutOf(i, "no")])
                : Some.Commit([Guard.Absent(new RecordKey($"many/{i:D3}"))], [PutOf(i, "yes")]),
            Token).AsTask());

        var outcomes = await Task.WhenAll(commits);

        for (var i = 0; i < 200; i++)
            outcomes[i].Succeeded.ShouldBe(i % 10 != 3);
        (await ListAsync("many/", limit: 1000)).Count.ShouldBe(180);
    }

    [Fact]
    public async Task Commit_AtEveryLimit_IsStoredWhole()
    {
        var big = new byte[StateLimits.MaxValueBytes];
        Array.Fill(big, (byte)'v');
        var longest = new RecordKey(new string('k', StateLimits.MaxKeyLength));
        await Store.CommitAsync(Some.Commit([], [Write.Put(longest, big)]), Token);
        var guards = Enumerable.Range(0, StateLimits.MaxGuards)
            .Select(i => Guard.Absent(new RecordKey($"g/{i}"))).ToList();
        var writes = Enumerable.Range(0, StateLimits.MaxWrites)
            .Select(i => Write.Put(new RecordKey($"w/{i:D2}"), Some.Bytes("x"))).ToList();
        var notes = Enumerable.Range(0, StateLimits.MaxNotes).Select(i => Some.Note($"n/{i}")).ToList();

        var outcome = await Store.CommitAsync(new Commit(guards, writes, notes), Token);

        outcome.Succeeded.ShouldBeTrue();
        (await Store.GetAsync(longest, cancellationToken: Token))!.Value.Length.ShouldBe(big.Length);
        (await ListAsync("w/")).Count.ShouldBe(StateLimits.MaxWrites);
        (await Store.ReadNotesAsync(NotePosition.Start, 100, Token)).Count.ShouldBe(StateLimits.MaxNotes + 1);
    }

    [Fact]
    public async Task Commit_Cancelled_IsNotMade()
    {
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Store.CommitAsync(Some.Put("a", "1"), new CancellationToken(canceled: true)));

        (await ReadAsync("a")).ShouldBeNull();
    }

    [Fact]
    public async Task Commit_AfterReopening_IsStillThere()
    {
        var revision = await PutAsync("a", "1");
        await PutAsync("b", "2");
        await DeleteAsync("b");

        await ReopenAsync();

        var record = await Store.GetAsync(new RecordKey("a"), cancellationToken: Token);
        Some.TextOf(record).ShouldBe("1");
        record!.ModifyRevision.ShouldBe(revision);
        (await ReadAsync("b")).ShouldBeNull();
        (await PutAsync("c", "3")).ShouldBeGreaterThan(revision + 2);
    }

    [Fact]
    public async Task Commit_OnAClosedStore_SaysSo()
    {
        await Store.DisposeAsync();

        await ShouldFailAsync(
            ErrorTable.StateUnavailable, async () => await Store.CommitAsync(Some.Put("a", "1"), Token));
    }

    private static Write PutOf(int number, string value) =>
        Write.Put(new RecordKey($"many/{number:D3}"), Some.Bytes(value));

    private async Task IncrementAsync(int times)
    {
        var key = new RecordKey("counter");
        while (times > 0)
        {
            var record = await Store.GetAsync(key, cancellationToken: Token);
            var next = int.Parse(Some.TextOf(record)!) + 1;
            var commit = Some.Commit(
                [Guard.Unchanged(key, record!.ModifyRevision)], [Write.Put(key, Some.Bytes($"{next}"))]);
            var outcome = await Store.CommitAsync(commit, Token);
            times -= outcome.Succeeded ? 1 : 0;
        }
    }
}
