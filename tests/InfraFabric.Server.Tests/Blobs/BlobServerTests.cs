using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace InfraFabric.Server.Tests.Blobs;

/// <summary>What a running server does with blobs by itself.</summary>
public sealed class BlobServerTests : IAsyncDisposable
{
    private readonly ServerFixture _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Blob_ThatNothingNames_IsRemovedByItsServer()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var time = new ManualTime();
        await _server.StartAsync(
            await _server.OpenStoreAsync(), time, options => options with { KeepEndedTasks = TimeSpan.FromHours(1) });
        var path = $"/v1/blobs/{await PutAsync("forgotten", patience.Token)}";
        (await _server.Owner.GetAsync(path, patience.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        time.Advance(TimeSpan.FromHours(2));

        while ((await _server.Owner.GetAsync(path, patience.Token)).StatusCode != HttpStatusCode.NotFound)
            await Task.Yield();
        var folder = new DirectoryInfo(Path.Combine(_server.Home.Folder, "data", "blobs"));
        while (folder.GetFiles("*", SearchOption.AllDirectories).Length > 0)
            patience.Token.ThrowIfCancellationRequested();
    }

    private async Task<string> PutAsync(string text, CancellationToken cancellationToken)
    {
        using var put = await _server.Owner.PostAsync("/v1/blobs", new StringContent(text), cancellationToken);
        var body = await put.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.GetProperty("hash").GetString()!;
    }
}
