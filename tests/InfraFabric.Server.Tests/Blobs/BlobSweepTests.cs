using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Server.Blobs;
using InfraFabric.Server.Identity;
using InfraFabric.Server.Tests.Identity;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Server.Tests.Blobs;

/// <summary>Which blobs are removed, and which are not, whoever is at it at the same time.</summary>
public sealed class BlobSweepTests : IAsyncLifetime
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-blobs-");
    private readonly ManualTime _time = new();
    private IStateStore _store = null!;
    private BlobFiles _files = null!;
    private BlobArea _blobs = null!;
    private BlobSweep _sweep = null!;

    private string Folder => Path.Combine(_folder.FullName, "blobs");

    public async ValueTask InitializeAsync()
    {
        _store = await EmbeddedStateStore.OpenAsync(
            new EmbeddedOptions { Directory = Path.Combine(_folder.FullName, "data") }, TimeProvider.System);
        _files = new BlobFiles(Folder, new IdSource(_time, new Random(1)));
        _blobs = new BlobArea(_files, _store, _time);
        _sweep = NewSweep(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Sweep_OfABlobThatNothingNames_RemovesItOnceItIsOld()
    {
        var hash = await PutAsync("forgotten");
        _time.Advance(Keep);
        (await _sweep.SweepAsync(CancellationToken.None)).ShouldBe(0);
        _time.Advance(TimeSpan.FromTicks(1));

        (await _sweep.SweepAsync(CancellationToken.None)).ShouldBe(1);

        (await ErrorOfAsync(hash)).ShouldBe(ErrorTable.NotFound);
        FilesThere().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("specs/1", """{"payload_hash":"HASH"}""")]
    [InlineData("tasks/1", """{"checkpoint":{"seen":["other","HASH"]}}""")]
    [InlineData("results/1", """{"note":"sha256:short, and then HASH"}""")]
    public async Task Sweep_OfABlobThatARecordNames_KeepsItUntilTheRecordIsGone(string key, string json)
    {
        var hash = await PutAsync("named");
        await WriteAsync(Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(json.Replace("HASH", $"{hash}"))));
        _time.Advance(Keep * 2);

        (await _sweep.SweepAsync(CancellationToken.None)).ShouldBe(0);
        (await ReadAsync(hash)).ShouldBe("named");

        await WriteAsync(Write.Delete(new RecordKey(key)));
        (await _sweep.SweepAsync(CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Put_Again_MakesABlobYoungAgainAndKeepsOneFile()
    {
        var hash = await PutAsync("again");
        _time.Advance(Keep * 2);

        await PutAsync("again");

        (await _sweep.SweepAsync(CancellationToken.None)).ShouldBe(0);
        (await _blobs.FindAsync(hash, CancellationToken.None)).StoredAt.ShouldBe(_time.GetUtcNow());
        FilesThere().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Put_WhileTheBlobIsBeingRemoved_WinsWithAFileOfItsOwn()
    {
        var hash = await PutAsync("contended");
        _time.Advance(Keep * 2);
        await using var other = NewSweep(new CutOffStore(_store) { BeforeCommit = () => PutAsync("contended") });

        (await other.SweepAsync(CancellationToken.None)).ShouldBe(0);

        (await ReadAsync(hash)).ShouldBe("contended");
    }

    [Fact]
    public async Task Put_AfterTheRecordIsGoneAndBeforeTheFileIs_IsNotHurt()
    {
        var hash = await PutAsync("late");
        var first = (await _blobs.FindAsync(hash, CancellationToken.None)).File;
        await WriteAsync(Write.Delete(BlobRecord.KeyOf(hash)));

        await PutAsync("late");
        _files.Delete(first);

        (await ReadAsync(hash)).ShouldBe("late");
    }

    [Fact]
    public async Task Put_OfABlobWhoseFileWasDamaged_MakesItWhole()
    {
        var hash = await PutAsync("whole");
        var file = (await _blobs.FindAsync(hash, CancellationToken.None)).File;
        var path = FilesThere().Single(path => path.EndsWith(file, StringComparison.Ordinal));
        await File.WriteAllTextAsync(path, "wrong");
        (await ReadAsync(hash)).ShouldBe("wrong");

        await PutAsync("whole");

        (await ReadAsync(hash)).ShouldBe("whole");
        FilesThere().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Put_OfABlobWhoseFileWasLost_BringsItBack()
    {
        var hash = await PutAsync("lost");
        _files.Delete((await _blobs.FindAsync(hash, CancellationToken.None)).File);
        (await ErrorOfAsync(hash)).ShouldBe(ErrorTable.NotFound);

        await PutAsync("lost");

        (await ReadAsync(hash)).ShouldBe("lost");
    }

    [Fact]
    public async Task Sweep_ByTwoServersAtOnce_RemovesEachBlobOnce()
    {
        for (var i = 0; i < 40; i++)
            await PutAsync($"both {i}");
        _time.Advance(Keep * 2);
        await using var other = NewSweep(_store);

        var removed = await Task.WhenAll(
            _sweep.SweepAsync(CancellationToken.None), other.SweepAsync(CancellationToken.None));

        removed.Sum().ShouldBe(40);
        FilesThere().ShouldBeEmpty();
    }

    [Fact]
    public async Task Sweep_OfFilesThatNoRecordNames_RemovesOldOnesOnly()
    {
        var hash = await PutAsync("kept");
        var stray = await StrayAsync("stray");
        var unfinished = Path.Combine(Folder, "0123.new");
        await File.WriteAllTextAsync(unfinished, "half");
        var fresh = await StrayAsync("fresh");
        foreach (var path in new[] { stray, unfinished })
            File.SetLastWriteTimeUtc(path, (_time.GetUtcNow() - (Keep * 2)).UtcDateTime);
        File.SetLastWriteTimeUtc(fresh, _time.GetUtcNow().UtcDateTime);

        await _sweep.SweepAsync(CancellationToken.None);

        FilesThere().Order().ShouldBe(
            new[] { fresh, PathOf((await _blobs.FindAsync(hash, CancellationToken.None)).File) }.Order());
    }

    private BlobSweep NewSweep(IStateStore store) =>
        new(_files, store, Keep, _time, new IdSource(_time, new Random(2)), NullLogger.Instance);

    private async Task<Sha256Hash> PutAsync(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var origin = new ChangeOrigin(AgentName.Parse("if://agent/tester/1"), null, TraceToken.From(Guid.Empty));
        return (await _blobs.PutAsync(content, origin, CancellationToken.None)).Hash;
    }

    private async Task<string> ReadAsync(Sha256Hash hash)
    {
        using var reader = new StreamReader(await _blobs.OpenAsync(hash, CancellationToken.None));
        return await reader.ReadToEndAsync();
    }

    private async Task<ErrorCode> ErrorOfAsync(Sha256Hash hash) =>
        (await Should.ThrowAsync<FabricException>(() => _blobs.OpenAsync(hash, CancellationToken.None))).Error;

    private async Task<string> StrayAsync(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return PathOf((await _files.WriteAsync(content, CancellationToken.None)).File);
    }

    private async Task WriteAsync(Write write) =>
        (await _store.CommitAsync(new Commit([], [write], [ServerFixture.Note()]))).Succeeded.ShouldBeTrue();

    private string PathOf(string file) => Path.Combine(Folder, file);

    private string[] FilesThere() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
}
