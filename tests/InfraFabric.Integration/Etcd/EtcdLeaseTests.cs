using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.Integration.Etcd;

/// <summary>Leases that end while several stores look on, or none.</summary>
public sealed class EtcdLeaseTests(OneMember fixture) : IClassFixture<OneMember>, IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly EtcdOptions _options = fixture.Cluster.NewOptions();

    [Fact]
    public async Task Lease_ExpiresBeforeSeveralStores_LeavesOneNote()
    {
        await using var one = await OpenAsync();
        await using var two = await OpenAsync();
        await using var three = await OpenAsync();
        var lease = await one.GrantLeaseAsync(Short, Some.Note("grant"), _patience.Token);

        await NoLeaseRecordsAsync();
        // A commit through each store goes out after the one with which that store may have tried to write the note.
        await one.CommitAsync(Some.Put("one", "x"), _patience.Token);
        await two.CommitAsync(Some.Put("two", "x"), _patience.Token);
        await three.CommitAsync(Some.Put("three", "x"), _patience.Token);

        var notes = await one.ReadNotesAsync(NotePosition.Start, 10, _patience.Token);
        notes.Count(n => n.Note.Outcome == "expired").ShouldBe(1);
        notes.Count.ShouldBe(5);
        notes[1].Note.Subject.ShouldBe($"lease/{lease}");
    }

    [Fact]
    public async Task Lease_ExpiresWhileNoStoreIsOpen_LeavesANoteAtTheNextOpening()
    {
        LeaseId lease;
        await using (var before = await OpenAsync())
            lease = await before.GrantLeaseAsync(Short, Some.Note("grant"), _patience.Token);
        await UntilAsync(async caller => await CountAsync(caller, "l/a/") == 0);
        (await CountAsync("l/r/")).ShouldBe(1);

        await using var store = await OpenAsync();
        await NoLeaseRecordsAsync();

        var notes = await store.ReadNotesAsync(NotePosition.Start, 10, _patience.Token);
        notes.Select(n => n.Note.Subject).ShouldBe(["grant", $"lease/{lease}"]);
    }

    [Fact]
    public async Task KeepAlive_RevocationThatDiedHalfWay_IsCompleted()
    {
        await using var store = await OpenAsync();
        var lease = await store.GrantLeaseAsync(TimeSpan.FromMinutes(5), Some.Note(), _patience.Token);
        await store.CommitAsync(Some.Put("held", "x", lease), _patience.Token);
        var start = (await store.GetAsync(new RecordKey("held"), null, _patience.Token))!.ModifyRevision;
        // What the first half of a revocation does.
        await DeleteAsync($"l/a/{lease}", $"l/r/{lease}");
        await UntilAsync(async _ => !await store.KeepLeaseAliveAsync(lease, _patience.Token));

        await using var watch = store.WatchAsync("held", start, _patience.Token).GetAsyncEnumerator();
        (await watch.MoveNextAsync()).ShouldBeTrue();

        watch.Current.Changes[0].Record.ShouldBeNull();
    }

    public void Dispose() => _patience.Dispose();

    private Task<EtcdStateStore> OpenAsync() =>
        EtcdStateStore.OpenAsync(_options, TimeProvider.System, _patience.Token);

    private Task NoLeaseRecordsAsync() => UntilAsync(async caller => await CountAsync(caller, "l/") == 0);

    private async Task UntilAsync(Func<EtcdCaller, Task<bool>> condition)
    {
        using var caller = RawEtcd.NewCaller(_options);
        while (!await condition(caller))
            await Task.Delay(20, _patience.Token);
    }

    private async Task<long> CountAsync(string under)
    {
        using var caller = RawEtcd.NewCaller(_options);
        return await CountAsync(caller, under);
    }

    private Task<long> CountAsync(EtcdCaller caller, string under) =>
        RawEtcd.CountAsync(caller, _options.Prefix + under, _patience.Token);

    private async Task DeleteAsync(params string[] keys)
    {
        using var caller = RawEtcd.NewCaller(_options);
        var request = new TxnRequest();
        foreach (var key in keys)
        {
            var delete = new DeleteRangeRequest { Key = KeyLayout.Bytes(_options.Prefix + key) };
            request.Success.Add(new RequestOp { RequestDeleteRange = delete });
        }

        await caller.CallAsync(EtcdMethods.Txn, request, _patience.Token);
    }
}
