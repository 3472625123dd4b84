using System.Net;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Storage;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Integration.Witness;

/// <summary>What a server shows of its ledger is what verifiers read that are not ours.</summary>
public sealed class ServedTilesTests
{
    private static readonly int[] Sizes = [1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, 66000];

    [Fact]
    public async Task Go_OfAServedLedger_FindsItSignedWholeAndConsistent()
    {
        await using var served = await ServedLedger.StartAsync();
        var checkpoints = new List<string>();
        foreach (var size in Sizes)
            checkpoints.Add(await served.GrowAsync(size));
        var proof = await ProveAsync(served, 65536);

        var (exitCode, output, error) = await GoVerifier.RunAsync([served.Url, served.Key, proof, .. checkpoints]);

        error.ShouldBeEmpty();
        exitCode.ShouldBe(0);
        output.ShouldBe(string.Concat(Sizes.Select(size => $"size {size}\n")) + "ok 66000\n");
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var report = await AuditAsync(served, http);
        report.Fault.ShouldBeNull();
        report.Entries.ShouldBe(66000);
    }

    [Fact]
    public async Task Go_WithAnotherKey_RefusesTheLedger()
    {
        await using var served = await ServedLedger.StartAsync();
        var checkpoint = await served.GrowAsync(3);
        var proof = await ProveAsync(served, 1);
        using var other = SigningKey.Generate();
        var key = NoteKey.Of(served.Options.Origin, NoteKeyKind.Ed25519, other.VerifyKey);

        var (exitCode, _, error) = await GoVerifier.RunAsync(served.Url, key.ToString(), proof, checkpoint);

        exitCode.ShouldBe(1);
        error.ShouldContain("note has no verifiable signatures");
    }

    [Fact]
    public async Task Get_OfTheParts_SaysHowLongEachIsTrue()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.GrowAsync(300);
        using var http = new HttpClient { BaseAddress = new Uri(served.Url) };

        (await CachingAsync(http, "/checkpoint")).ShouldBe("text/plain no-cache");
        (await CachingAsync(http, "/checkpoint.keys")).ShouldBe("text/plain no-cache");
        (await CachingAsync(http, "/tile/0/000")).ShouldBe(
            "application/octet-stream public, max-age=31536000, immutable");
        (await CachingAsync(http, "/tile/0/001.p/44")).ShouldBe("application/octet-stream public, max-age=60");
        (await CachingAsync(http, "/tile/0/001.p/7")).ShouldBe("application/octet-stream public, max-age=60");
        (await CachingAsync(http, "/tile/entries/000")).ShouldBe(
            "application/octet-stream max-age=31536000, private, immutable");
        (await http.GetStringAsync("/checkpoint.keys")).ShouldBe($"ledger {served.Store.Id}\n{served.Key}\n");
    }

    [Theory]
    [InlineData("/tile/0/001")]
    [InlineData("/tile/0/001.p/45")]
    [InlineData("/tile/1/001.p/1")]
    [InlineData("/tile/0/1")]
    [InlineData("/tile/0/x000/001")]
    [InlineData("/tile/9/000")]
    [InlineData("/tile/0/../../checkpoint.db")]
    [InlineData("/tile/ENTRIES/000")]
    public async Task Get_OfAnythingElse_GivesNothing(string path)
    {
        await using var served = await ServedLedger.StartAsync();
        await served.GrowAsync(300);
        using var http = new HttpClient { BaseAddress = new Uri(served.Url) };

        (await http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Audit_OfAServedLedgerWhoseOldTextsAreGone_KnowsThemByTheirHashes()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.GrowAsync(300);
        await served.GrowAsync(1000);
        // No text goes that a start would need to count the sequences.
        await served.Store.SaveActorsAsync(new ActorSequences(1000, new Dictionary<string, long>()));
        (await served.Store.PruneAsync(600)).ShouldBe(512);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());

        var report = await AuditAsync(served, http);

        report.Fault.ShouldBeNull();
        // A bundle is served whole or not at all.
        report.HashesOnly.ShouldBe(512);
        report.Entries.ShouldBe(1000 - 512);
    }

    private static async Task<VerifyReport> AuditAsync(ServedLedger served, HttpMessageInvoker http) =>
        await new LogAudit(
            new HttpLog(http, new Uri(served.Url)), new AuditOptions { Keys = [.. served.Options.NoteKeys] })
            .RunAsync();

    private static async Task<string> CachingAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return $"{response.Content.Headers.ContentType!.MediaType} {response.Headers.CacheControl}";
    }

    private static async Task<string> ProveAsync(ServedLedger served, long index)
    {
        SignedNote.TryParse(Encoding.UTF8.GetBytes(served.Ledger.Head.Checkpoint), out var note).ShouldBeTrue();
        ITileSource tiles = served.Ledger.Tiles;
        var proof = await EntryProver.ProveAsync(tiles, note, served.Options.NoteKeys.First(), index);
        var file = served.PathOf($"entry-{index}{ProofFile.Extension}");
        await File.WriteAllTextAsync(file, ProofFile.Write(proof));
        return file;
    }
}
