using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>Pages that are fetched in several parts because of what they may weigh.</summary>
public sealed class EtcdListTests(OneMember fixture) : IClassFixture<OneMember>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfMoreThanOneFetch_IsOneConsistentPage()
    {
        var options = fixture.Cluster.NewOptions();
        await using var store = await EtcdStateStore.OpenAsync(options, TimeProvider.System, Token);
        for (var i = 0; i < 30; i++)
        {
            await store.CommitAsync(Some.Commit([], [.. Enumerable.Range(0, 10).Select(
                k => Write.Put(new RecordKey($"p/{i:D2}{k}"), new byte[k == 0 ? StateLimits.MaxValueBytes : 10]))]));
        }

        var page = await store.ListAsync(new ListQuery("p/", 250), Token);
        var rest = await store.ListAsync(
            new ListQuery("p/", 250) { After = page.Records[^1].Key, AtRevision = page.Revision }, Token);

        page.Records.Count.ShouldBe(250);
        page.More.ShouldBeTrue();
        rest.Records.Count.ShouldBe(50);
        rest.More.ShouldBeFalse();
        page.Records.Concat(rest.Records).Select(r => r.Key.Text).ShouldBeInOrder();
    }
}
