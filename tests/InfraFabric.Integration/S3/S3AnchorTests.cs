using InfraFabric.Cli.Tests.Program;
using InfraFabric.Core.Errors;
using InfraFabric.Integration.Witness;

namespace InfraFabric.Integration.S3;

/// <summary>A copy of a ledger in a bucket: whole at every moment, and enough to begin again from nothing.</summary>
public sealed class S3AnchorTests : IAsyncLifetime
{
    private const string Place = $"s3://{S3Server.Bucket}/some/ledger";

    private readonly TestHome _home = new();
    private S3Server _store = null!;
    private S3Front _front = null!;
    private ServedLedger _ledger = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await S3Server.StartAsync();
        _front = await S3Front.StartAsync(_store);
        _ledger = await ServedLedger.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _front.DisposeAsync();
        await _store.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Anchor_AsTheLedgerGrows_IsVerifiedAndRestoredCold()
    {
        foreach (var size in new[] { 1, 255, 700, 700, 1500 })
        {
            await _ledger.GrowAsync(size);
            (await PushAsync()).ShouldExit(0).Out.ShouldContain($"{Place} holds the {size} entries");
            (await RunAsync("witness", "verify", Place, "--key", _ledger.Key)).ShouldExit(0)
                .Out.ShouldStartWith($"Holds: {size} entries");
        }

        var restored = (await RunAsync(
            "witness", "restore", "--from", Place, "--key", _ledger.Key, "--why", "a test", "--json")).ShouldExit(0);

        restored.Json.GetProperty("size").GetInt64().ShouldBe(1500);
        Directory.GetDirectories(Path.GetDirectoryName(FileOf("tile/0/005"))!, "*.p").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Anchor_InABucket_HasTheHeadersOfAStaticLog()
    {
        await _ledger.GrowAsync(300);

        (await PushAsync()).ShouldExit(0);

        HeadersOf("checkpoint").ShouldContain("text/plain; charset=utf-8");
        HeadersOf("checkpoint").ShouldContain("no-cache");
        HeadersOf("tile/0/000").ShouldContain("public, max-age=31536000, immutable");
        HeadersOf("tile/0/000").ShouldContain("application/octet-stream");
        HeadersOf("tile/entries/001.p/44").ShouldContain("private, max-age=60");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Anchor_CutOffInTheMiddle_IsTheLogOfBeforeAndGoesOn(int writes)
    {
        await _ledger.GrowAsync(300);
        (await PushAsync()).ShouldExit(0);
        await _ledger.GrowAsync(1500);

        _front.BreakAfter(writes);
        var cut = await PushAsync();
        _front.BreakAfter(int.MaxValue);

        cut.ShouldExit(ExitCodes.Unavailable);
        (await VerifiedAsync()).ShouldBe(300);
        (await PushAsync()).ShouldExit(0);
        (await VerifiedAsync()).ShouldBe(1500);
    }

    [Fact]
    public async Task Anchor_WhileAnotherPushes_DoesNotTakeBackWhatThatOneWrote()
    {
        await _ledger.GrowAsync(300);
        (await PushAsync()).ShouldExit(0);
        await _ledger.GrowAsync(400);
        var other = await File.ReadAllTextAsync(FileOf("checkpoint")) + "\u2014 other.example/w AAAAAAAA\n";
        _front.BeforeCheckpoint = () => _store.Write(PathOf("checkpoint"), other);

        (await PushAsync()).ShouldExit(ExitCodes.Conflict);

        (await File.ReadAllTextAsync(FileOf("checkpoint"))).ShouldBe(other);
    }

    [Fact]
    public async Task Anchor_WhereItMayNotOrCannot_SaysWhy()
    {
        await _ledger.GrowAsync(3);

        var stranger = await RunAtAsync(
            _store.Url, "NOBODY", "a-secret", "witness", "anchor", Place, "--from", _ledger.Url);
        var missing = await RunAsync("witness", "anchor", "s3://no-such-bucket/x", "--from", _ledger.Url);
        var nowhere = await RunAsync("witness", "verify", "s3://anchors/not/there");
        var malformed = await RunAsync("witness", "verify", "s3://user:secret@anchors/x");

        stranger.ShouldExit(ExitCodes.Denied).Error.ShouldContain("InvalidAccessKeyId");
        stranger.Error.ShouldNotContain("a-secret");
        missing.ShouldExit(ExitCodes.Environment).Error.ShouldContain("There is no such bucket.");
        nowhere.ShouldExit(ExitCodes.NotFound);
        malformed.ShouldExit(ExitCodes.Usage);
    }

    private static string PathOf(string path) => $"{S3Server.Bucket}/some/ledger/{path}";

    private string FileOf(string path) => _store.FileOf(PathOf(path));

    private string HeadersOf(string path) => _store.HeadersOf(PathOf(path));

    private Task<Result> PushAsync() =>
        RunAsync("witness", "anchor", Place, "--from", _ledger.Url, "--key", _ledger.Key);

    private async Task<long> VerifiedAsync() =>
        (await RunAsync("witness", "verify", Place, "--key", _ledger.Key, "--json")).ShouldExit(0)
            .Json.GetProperty("entries").GetInt64();

    private Task<Result> RunAsync(params string[] arguments) =>
        RunAtAsync(_front.Url, S3Server.Id, S3Server.Secret, arguments);

    private Task<Result> RunAtAsync(string url, string id, string secret, params string[] arguments) => _home.RunAsync(
        "env",
    [
        $"AWS_ENDPOINT_URL_S3={url}", $"AWS_ACCESS_KEY_ID={id}", $"AWS_SECRET_ACCESS_KEY={secret}",
        "AWS_EC2_METADATA_DISABLED=true", Repository.Ifctl, .. arguments,
    ]);
}
