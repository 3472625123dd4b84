using System.Net;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// A log that is served under C2SP's paths, whoever serves it. Nothing but what is open to all is asked for; entries
/// that are not shown to strangers count as not there.
/// </summary>
public sealed class HttpLog : ILogSource
{
    // A server that is busy says when to come back; one that says so again and again is not waited for.
    private const int MaxTries = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly PublishedFiles _files;

    /// <summary>A log at an address.</summary>
    /// <param name="http">How it is asked. The caller disposes it.</param>
    /// <param name="address">What the paths are relative to.</param>
    /// <param name="time">The clock by which a busy server is waited for; that of the system, if left out.</param>
    public HttpLog(HttpMessageInvoker http, Uri address, TimeProvider? time = null)
    {
        _http = http;
        _address = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        _time = time ?? TimeProvider.System;
        _files = new PublishedFiles(ReadAsync, Missing);
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default) =>
        _files.ReadAsync(tile, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        _files.ReadCheckpointAsync(cancellationToken);

    public ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        _files.ReadKeysAsync(cancellationToken);

    public ValueTask<string> ReadHandoversAsync(CancellationToken cancellationToken = default) =>
        _files.ReadHandoversAsync(cancellationToken);

    public override string ToString() => _address.AbsoluteUri;

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await AskAsync(path, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Unauthorized
                or HttpStatusCode.Forbidden)
            {
                return null;
            }

            if (!response.IsSuccessStatusCode)
                throw Unanswered(path, $"The answer is HTTP status {(int)response.StatusCode}.", null);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await PublishedFiles.ReadAllAsync(body, path, limit, cancellationToken);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            throw Unanswered(path, failed.InnerException?.Message ?? failed.Message, failed);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(string path, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path));
            var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                || response.Headers.RetryAfter?.Delta is not { } wait || wait > LongestWait || tries == MaxTries)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private FabricException Unanswered(string path, string why, Exception? cause) => new(
        ErrorTable.ServerUnreachable, $"{path} cannot be read from {_address}.", why,
        "See whether the log is served there, and try again.", cause);

    private FabricException Missing(string path) => new(ErrorTable.NotFound, $"There is no {path} at {_address}.",
        "The log is not served there, or not that far.", "Name the address below which 'checkpoint' is served.");
}
