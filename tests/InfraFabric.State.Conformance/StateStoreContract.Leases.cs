using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

public abstract partial class StateStoreContract
{
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Lease_NotKeptAlive_TakesItsRecordsWithIt()
    {
        var lease = await Store.GrantLeaseAsync(ShortLease, Some.Note(), Token);
        await PutAsync("l/1", "a", lease);
        await PutAsync("l/2", "b", lease);
        var revision = await PutAsync("l/stays", "c");
        (await Store.GetAsync(new RecordKey("l/1"), cancellationToken: Token))!.Lease.ShouldBe(lease);

        var gone = WatchAsync("l/", revision, 2);
        await PassTimeAsync(ShortLease + ShortLease);

        (await gone).ShouldBe(["l/1=gone", "l/2=gone"], ignoreOrder: true);
        (await ListAsync("l/")).ShouldBe(["l/stays=c"]);
        (await Store.KeepLeaseAliveAsync(lease, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Lease_Expired_LeavesANote()
    {
        var lease = await Store.GrantLeaseAsync(ShortLease, Some.Note("grant"), Token);
        var revision = await PutAsync("l/1", "a", lease);
        var gone = WatchAsync("l/", revision, 1);
        await PassTimeAsync(ShortLease + ShortLease);
        await gone;

        var notes = await NotesAsync(3);

        notes[2].Note.Outcome.ShouldBe("expired");
        notes[2].Note.Subject.ShouldBe($"lease/{lease}");
        notes[2].Note.Trace.ShouldBe(Some.Note().Trace);
    }

    [Fact]
    public async Task Lease_KeptAlive_Lives()
    {
        var lease = await Store.GrantLeaseAsync(ShortLease, Some.Note(), Token);
        var start = await PutAsync("l/1", "a", lease);
        var other = await Store.GrantLeaseAsync(ShortLease, Some.Note(), Token);
        await PutAsync("l/other", "b", other);

        // The other lease, of the same length, is not kept alive: when it ends, this one would have ended as well.
        var otherEnds = WatchAsync("l/other", start, 2);
        while (!otherEnds.IsCompleted)
        {
            (await Store.KeepLeaseAliveAsync(lease, Token)).ShouldBeTrue();
            await PassTimeAsync(ShortLease / 2);
            await Task.WhenAny(otherEnds, Task.Delay(ShortLease / 10, Token));
        }

        (await otherEnds).ShouldBe(["l/other=b", "l/other=gone"]);
        (await ReadAsync("l/1")).ShouldBe("a");
    }

    [Fact]
    public async Task Lease_Revoked_TakesItsRecordsAtOnce()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        await PutAsync("l/1", "a", lease);

        var revoked = await Store.RevokeLeaseAsync(lease, Some.Note("revoked"), Token);

        revoked.ShouldBeTrue();
        (await ReadAsync("l/1")).ShouldBeNull();
        (await Store.RevokeLeaseAsync(lease, Some.Note(), Token)).ShouldBeFalse();
        (await NotesAsync(3))[2].Note.Subject.ShouldBe("revoked");
    }

    [Fact]
    public async Task Lease_Ended_CannotBeWrittenWith()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        await Store.RevokeLeaseAsync(lease, Some.Note(), Token);

        var outcome = await Store.CommitAsync(Some.Put("l/1", "a", lease), Token);

        outcome.Verdict.ShouldBe(CommitVerdict.LeaseGone);
        (await ReadAsync("l/1")).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_RecordWrittenWithoutIt_StaysWhenItEnds()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        await PutAsync("l/1", "a", lease);
        await PutAsync("l/1", "b");

        await Store.RevokeLeaseAsync(lease, Some.Note(), Token);

        (await ReadAsync("l/1")).ShouldBe("b");
    }

    [Fact]
    public async Task Lease_AfterReopening_StillHoldsItsRecords()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        await PutAsync("l/1", "a", lease);

        await ReopenAsync();

        (await ReadAsync("l/1")).ShouldBe("a");
        (await Store.KeepLeaseAliveAsync(lease, Token)).ShouldBeTrue();
        (await Store.RevokeLeaseAsync(lease, Some.Note(), Token)).ShouldBeTrue();
        (await ReadAsync("l/1")).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_AfterCompactionAndReopening_StillHoldsItsRecords()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        var revision = await PutAsync("l/1", "a", lease);
        await Store.CompactAsync(revision, Token);

        await ReopenAsync();

        (await Store.GetAsync(new RecordKey("l/1"), cancellationToken: Token))!.Lease.ShouldBe(lease);
        (await Store.RevokeLeaseAsync(lease, Some.Note(), Token)).ShouldBeTrue();
        (await ReadAsync("l/1")).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_EndedAfterTheCompactedRevision_IsStillSeenThere()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        var revision = await PutAsync("l/1", "a", lease);
        await Store.RevokeLeaseAsync(lease, Some.Note(), Token);
        await Store.CompactAsync(revision, Token);

        await ReopenAsync();

        (await ReadAsync("l/1", revision)).ShouldBe("a");
        (await ReadAsync("l/1")).ShouldBeNull();
        (await Store.KeepLeaseAliveAsync(lease, Token)).ShouldBeFalse();
        (await Store.GetStatsAsync(Token)).Leases.ShouldBe(0);
    }

    [Fact]
    public async Task Lease_OfMoreRecordsThanACommitMayWrite_EndsWhole()
    {
        var lease = await Store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), Token);
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => PutAsync($"l/{i}", "x", lease)));

        await Store.RevokeLeaseAsync(lease, Some.Note(), Token);

        (await ListAsync("l/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lease_OutOfBounds_IsRefused()
    {
        await ShouldFailAsync(ErrorTable.LimitExceeded,
            async () => await Store.GrantLeaseAsync(TimeSpan.FromMilliseconds(10), Some.Note(), Token));
        await ShouldFailAsync(ErrorTable.LimitExceeded,
            async () => await Store.GrantLeaseAsync(TimeSpan.FromDays(400), Some.Note(), Token));
    }
}
