using System.Net;
using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Server.Tests.Witness;

/// <summary>Two servers vouch for each other's ledgers, and for no log that shows two faces.</summary>
public sealed class CosigningTests : IAsyncDisposable
{
    private readonly CosigningServer _one = new("one.example/ledger");
    private readonly CosigningServer _two = new("two.example/ledger");
    private readonly SigningKey _third = SigningKey.FromSeed(new byte[32]);

    private NoteKey Third => NoteKey.Of("three.example/log", NoteKeyKind.Ed25519, _third.VerifyKey);

    public async ValueTask DisposeAsync()
    {
        await _one.Server.DisposeAsync();
        await _two.Server.DisposeAsync();
        _third.Dispose();
    }

    [Fact]
    public async Task Servers_ThatCosignEachOther_ServeCosignedCheckpoints()
    {
        await StartBothAsync();
        foreach (var (mine, other) in new[] { (_one, _two), (_two, _one) })
        {
            await mine.Server.PutAsync("some/key", "value");
            var size = (await mine.Server.LedgerAsync()).Count;

            var stats = await mine.StatsWhenAsync(found => found.Cosigners[0].Size >= size);

            stats.Cosigners[0].Problem.ShouldBeNull();
            stats.Cosigners[0].AgeMs.ShouldNotBeNull();
            stats.CosignerKey.ShouldBe(mine.CosignerKey.ToString());
            var served = await mine.CheckpointAsync(TileCalls.Checkpoint);
            served.IsSignedBy(mine.LogKey).ShouldBeTrue();
            served.CosignedBy(other.CosignerKey).ShouldNotBeNull();
            (await mine.CheckpointAsync(TileCalls.Newest)).IsSignedBy(mine.LogKey).ShouldBeTrue();
            (await other.StatsWhenAsync(found => found.Cosigns[0].Size >= size)).Cosigns[0].Origin
                .ShouldBe(mine.LogKey.Name);
        }
    }

    [Fact]
    public async Task Cosign_OfALogThatForks_IsRefusedKeptAndNoted()
    {
        await StartBothAsync();
        var first = await AskAsync(0, 1, "a");
        var other = await AskAsync(0, 1, "b");
        var grown = await AskAsync(1, 2, "c");
        var again = await AskAsync(1, 2, "d");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await first.Content.ReadAsStringAsync()).ShouldStartWith($"\u2014 {_one.CosignerKey.Name} ");
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        other.Content.Headers.ContentType!.MediaType.ShouldBe("text/x.tlog.size");
        (await other.Content.ReadAsStringAsync()).ShouldBe("1\n");
        grown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var noted = (await _one.Server.LedgerAsync()).Where(entry => entry.Operation == "witness.split_view").ToList();
        noted.Select(entry => entry.Severity).ShouldBe([NoteSeverity.Critical, NoteSeverity.High]);
        noted[0].Subject.ShouldBe(Third.Name);
        Directory.GetDirectories(Path.Combine(_one.Server.Home.Folder, "witness", "forks")).Length.ShouldBe(2);
        (await _one.StatsWhenAsync(_ => true)).Cosigns[1].Problem!.ShouldContain("without a proof");
    }

    [Fact]
    public async Task Cosign_OfWhatIsNotToBeCosigned_SaysWhy()
    {
        await StartBothAsync();
        await AskAsync(0, 1, "a");
        using var stranger = SigningKey.FromSeed([.. Enumerable.Repeat((byte)3, 32)]);
        var unknown = NoteKey.Of("four.example", NoteKeyKind.Ed25519, stranger.VerifyKey);
        var forged = NoteKey.Of(Third.Name, NoteKeyKind.Ed25519, stranger.VerifyKey);

        (await AskAsync(0, 2, "b")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await AskAsync(3, 2, "b")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AskAsync(0, 1, "a", unknown, stranger)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(0, 1, "a", forged, stranger)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync("old 1")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(new string('a', CosignRequest.MaxBytes + 1))).StatusCode
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Cosign_AskedTooOften_IsTurnedAway()
    {
        await StartBothAsync();
        var status = HttpStatusCode.BadRequest;
        for (var i = 0; i < 10_000 && status == HttpStatusCode.BadRequest; i++)
            status = (await PostAsync("")).StatusCode;

        status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Server_WhoseCosignerHasSeenAnotherView_NotesItOnce()
    {
        // The cosigner has been shown two entries that this ledger does not have.
        await _two.StartAsync([_one.LogKey], null);
        var forged = SignedNote.Sign(
            new Checkpoint(_one.LogKey.Name, 1_000_000, Sha256Hash.Of("x"u8)).ToString(), _one.LogKey, _one.LogSecret);
        await _two.Server.Tcp.PostAsync(
            TileCalls.Cosign.Path, new StringContent(new CosignRequest(0, [], forged).ToString()));

        await _one.StartAsync([Third], _two);
        var stats = await _one.StatsWhenAsync(found => found.Cosigners[0].SplitView);

        stats.Cosigners[0].Problem!.ShouldContain("1000000 entries");
        while (await SplitViewsAsync() == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        (await SplitViewsAsync()).ShouldBe(1);
    }

    private async Task<int> SplitViewsAsync() => (await _one.Server.LedgerAsync())
        .Count(entry => entry is { Operation: "witness.split_view", Severity: NoteSeverity.Critical });

    private async Task StartBothAsync()
    {
        await _one.StartAsync([_two.LogKey, Third], _two);
        await _two.StartAsync([_one.LogKey], _one);
    }

    private Task<HttpResponseMessage> AskAsync(
        long old, long size, string leaf, NoteKey? key = null, SigningKey? secret = null)
    {
        var root = TreeHash.OfLeaf(Encoding.UTF8.GetBytes(leaf));
        var note = SignedNote.Sign(
            new Checkpoint((key ?? Third).Name, size, root).ToString(), key ?? Third, secret ?? _third);
        return PostAsync(new CosignRequest(old, old is 0 or > 1 ? [] : [root], note).ToString());
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        _one.Server.Tcp.PostAsync(TileCalls.Cosign.Path, new StringContent(body));
}
