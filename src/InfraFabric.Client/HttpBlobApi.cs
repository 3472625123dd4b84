using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Tasks;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Client;

/// <summary>
/// The blob area of a fabric: payloads, checkpoints and results that are larger than a record. What comes from there is
/// held against its hash: it is what was stored, or an error.
/// </summary>
/// <param name="caller">How the server is called.</param>
/// <param name="why">The reason, kept with every change.</param>
public sealed class HttpBlobApi(ServerCaller caller, string? why = null)
{
    /// <summary>Stores bytes; the same again changes nothing but their age.</summary>
    public Task<BlobBody> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        caller.CallAsync<BlobBody>(
            TaskCalls.PutBlob, TaskCalls.PutBlob.Request(null) with { Bytes = content, Why = why }, cancellationToken);

    /// <summary>Fetches what was stored under a hash.</summary>
    public async Task<byte[]> GetAsync(Sha256Hash hash, CancellationToken cancellationToken = default)
    {
        using var response = await caller.SendAsync(TaskCalls.GetBlob.For($"{hash}"), cancellationToken);
        var content = await ReadAsync(response, cancellationToken);
        return Sha256Hash.Of(content) == hash
            ? content
            : throw new FabricException(ErrorTable.StateDamaged, $"The blob {hash} is damaged.",
                $"{content.Length} bytes came that have another hash.",
                "Look after the disk of the server's blobs.directory, and store the blob again: it is replaced.");
    }

    /// <summary>What is known of a blob without fetching it.</summary>
    public Task<BlobStatBody> StatAsync(Sha256Hash hash, CancellationToken cancellationToken = default) =>
        caller.GetAsync(TaskCalls.StatBlob.For($"{hash}"), ApiJson.Default.BlobStatBody, cancellationToken);

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw caller.Lost(lost);
        }
    }
}
