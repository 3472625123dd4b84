using InfraFabric.Cli.Falsify;
using InfraFabric.Client;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.Blobs;

/// <summary>The attempts to break <c>blob</c>: what comes back is what was stored, or an error.</summary>
internal static class BlobChecks
{
    private const int Cuts = 16;
    private const int Bytes = 200_000;
    private const int Contenders = 4;

    public static readonly IReadOnlyList<FalsifyCheck> OfPut =
    [
        new("lost acknowledgement", "Lose the answer, store it again, and have two blobs, or none.", RepeatAsync),
        new("many at once", "Store one blob many times at once, and have one of them harm another.", ContendAsync),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfGet =
    [
        new("lost connection", "Cut the connection at many places, and have a part pass for the blob.", CutAsync),
        Missing("Fetch what was never stored, and get something.",
            (api, hash, token) => api.GetAsync(hash, token)),
    ];

    public static readonly IReadOnlyList<FalsifyCheck> OfStat =
    [
        Missing("Ask for what was never stored, and be told something.",
            (api, hash, token) => api.StatAsync(hash, token)),
    ];

    private static FalsifyCheck Missing(string tries, Func<HttpBlobApi, Sha256Hash, CancellationToken, Task> ask) =>
        new("missing blob", tries, async scratch =>
        {
            await using var server = await ScratchServer.StartAsync(scratch);
            using var caller = server.NewCaller();
            return await Attacks.RefusedAsync(ErrorTable.NotFound, "refused: there is none", () =>
                ask(new HttpBlobApi(caller), Sha256Hash.Of(NewContent(scratch)), scratch.Run.Cancellation));
        });

    private static async Task<Evidence> RepeatAsync(Scratch scratch)
    {
        await using var server = await ScratchServer.StartAsync(scratch);
        var content = NewContent(scratch);
        using var first = server.NewCaller();
        using var second = server.NewCaller();
        // The first byte of the answer comes through: by then the server has done its work.
        server.Proxy.CutAfter(1);
        var lost = await Attacks.RefusedAsync(ErrorTable.ServerUnreachable, "", () =>
            new HttpBlobApi(first).PutAsync(content, scratch.Run.Cancellation));
        server.Proxy.CutAfter(long.MaxValue);
        if (!lost.HasHeld)
            return lost;
        var api = new HttpBlobApi(second);
        var blob = await api.PutAsync(content, scratch.Run.Cancellation);
        var back = await api.GetAsync(Sha256Hash.Parse(blob.Hash), scratch.Run.Cancellation);
        return back.AsSpan().SequenceEqual(content)
            ? Evidence.Held("the second call was answered with the hash of the one blob")
            : Evidence.Broke($"{back.Length} other bytes came back");
    }

    private static async Task<Evidence> ContendAsync(Scratch scratch)
    {
        await using var server = await ScratchServer.StartAsync(scratch);
        using var caller = server.NewCaller();
        var api = new HttpBlobApi(caller);
        var content = NewContent(scratch);
        var blobs = await Task.WhenAll(Enumerable.Range(0, Contenders)
            .Select(_ => api.PutAsync(content, scratch.Run.Cancellation)));
        var hashes = blobs.Select(blob => blob.Hash).Distinct(StringComparer.Ordinal).ToList();
        var back = await api.GetAsync(Sha256Hash.Of(content), scratch.Run.Cancellation);
        return hashes.Count == 1 && back.AsSpan().SequenceEqual(content)
            ? Evidence.Held($"{Contenders} calls were answered with one hash, and the blob is whole")
            : Evidence.Broke($"they were answered with {hashes.Count} hashes, and {back.Length} bytes came back");
    }

    private static async Task<Evidence> CutAsync(Scratch scratch)
    {
        await using var server = await ScratchServer.StartAsync(scratch);
        var content = NewContent(scratch);
        using (var caller = server.NewCaller())
            await new HttpBlobApi(caller).PutAsync(content, scratch.Run.Cancellation);
        var errors = 0;
        foreach (var bytes in Attacks.Spread(Bytes, Cuts))
        {
            using var caller = server.NewCaller();
            server.Proxy.CutAfter(bytes);
            try
            {
                await new HttpBlobApi(caller).GetAsync(Sha256Hash.Of(content), scratch.Run.Cancellation);
                return Evidence.Broke($"cut after {bytes} bytes, a part passed for the blob");
            }
            catch (FabricException cut) when (cut.Error == ErrorTable.ServerUnreachable)
            {
                errors++;
            }
        }

        return Evidence.Held($"each of {errors} cuts ended as an error");
    }

    // Of this run alone, so that no blob of the state is the same.
    private static byte[] NewContent(Scratch scratch)
    {
        var content = new byte[Bytes];
        System.Text.Encoding.ASCII.GetBytes(scratch.Run.Trace.ToString(), content);
        return content;
    }
}
