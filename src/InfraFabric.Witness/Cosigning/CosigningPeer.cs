using System.Globalization;
using System.Net;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Cosigning;

/// <summary>A cosigner elsewhere, and what it has said of our log (C2SP tlog-witness).</summary>
/// <param name="http">How it is asked. The caller disposes it.</param>
/// <param name="address">Below which it takes requests.</param>
/// <param name="key">The key of its cosignatures.</param>
public sealed class CosigningPeer(HttpMessageInvoker http, Uri address, NoteKey key)
{
    // It says at most once where it stands, unless others ask it for the same log meanwhile.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Uri _request =
        new(new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), CosignRequest.Path);

    private (long Size, DateTimeOffset At)? _answered;

    public NoteKey Key => key;

    public Uri Address => address;

    /// <summary>How many of our entries it has cosigned.</summary>
    public long Size { get; private set; }

    /// <summary>When it cosigned last.</summary>
    public DateTimeOffset? CosignedAt { get; private set; }

    /// <summary>Why it has not cosigned what it was asked for; null if it has.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it has seen another view of our log than this one.</summary>
    public bool SawAnother { get; private set; }

    /// <summary>Asks it; its cosignature, or null with <see cref="Problem"/> saying why not.</summary>
    public async ValueTask<NoteSignature?> AskAsync(
        SignedNote note, Checkpoint checkpoint, ITileSource tiles, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var signature = await AskWithinAsync(note, checkpoint, tiles, patience.Token);
            if (signature is not null)
                (Problem, SawAnother) = (null, false);
            return signature;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Problem = $"It did not answer within {Patience.TotalSeconds:0} s.";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or FabricException)
        {
            Problem = failed is FabricException told ? $"{told.What} {told.Why}"
                : failed.InnerException?.Message ?? failed.Message;
        }

        return null;
    }

    private async ValueTask<NoteSignature?> AskWithinAsync(
        SignedNote note, Checkpoint checkpoint, ITileSource tiles, CancellationToken stop)
    {
        var old = Math.Min(Size, checkpoint.Size);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (status, isSize, text) = await SendAsync(note, checkpoint, old, tiles, stop);
            switch (status)
            {
                case HttpStatusCode.OK:
                    return Accept(text, note, checkpoint);
                case HttpStatusCode.Conflict when isSize && TryReadSize(text, out var size):
                    Size = size;
                    if (size > checkpoint.Size)
                        return Split($"It has cosigned {size} entries, and this ledger has {checkpoint.Size}.");
                    if (size == old && size == checkpoint.Size)
                        return Split($"It has cosigned another root for {size} entries.");
                    old = size;
                    break;
                case HttpStatusCode.UnprocessableEntity:
                    return Split($"What it has cosigned of the first {old} entries is not what this ledger has.");
                default:
                    Problem = $"It answers with HTTP status {(int)status}.";
                    return null;
            }
        }

        Problem = "It is asked for this log by others at the same time.";
        return null;
    }

    private async ValueTask<(HttpStatusCode Status, bool IsSize, string Text)> SendAsync(
        SignedNote note, Checkpoint checkpoint, long old, ITileSource tiles, CancellationToken stop)
    {
        IReadOnlyList<Sha256Hash> proof = old == 0 || old == checkpoint.Size
            ? []
            : await new TreeReader(tiles, checkpoint.Size).ProveConsistencyAsync(old, stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, _request);
        request.Content = new StringContent(new CosignRequest(old, proof, note).ToString());
        using var answer = await http.SendAsync(request, stop);
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var bytes = new byte[SignedNote.MaxBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, stop);
        return (
            answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == CosignRequest.SizeMediaType,
            Encoding.UTF8.GetString(bytes.AsSpan(0, length)));
    }

    private NoteSignature? Accept(string lines, SignedNote note, Checkpoint checkpoint)
    {
        if (!SignedNote.TryParse(Encoding.UTF8.GetBytes($"{note.Text}\n{lines}"), out var answered)
            || answered.CosignedBy(key) is not { } at)
        {
            Problem = "Its answer has no cosignature of the key that it is known by.";
            return null;
        }

        _answered = (checkpoint.Size, at);
        return answered.Signatures.First(signature => signature.KeyId == key.Id && signature.Name == key.Name);
    }

    /// <summary>What it answered last is served from now on: only then is it told of.</summary>
    public void Publish()
    {
        if (_answered is { } answered)
            (Size, CosignedAt) = answered;
        _answered = null;
    }

    private NoteSignature? Split(string why)
    {
        (Problem, SawAnother) = (why, true);
        return null;
    }

    private static bool TryReadSize(string text, out long size) =>
        long.TryParse(text.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out size);
}
