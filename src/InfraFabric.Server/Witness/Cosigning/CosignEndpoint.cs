using System.Globalization;
using System.Text;
using InfraFabric.Api.Calls;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Tokens;
using InfraFabric.Witness.Cosigning;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Witness.Cosigning;

/// <summary>Where other logs ask for cosignatures (C2SP tlog-witness). Anybody may ask, but not often.</summary>
internal sealed class CosignEndpoint(CosignDesk? desk, TimeProvider time)
{
    private readonly AddressLimit _limit = new(ServerLimits.CosignsPerSecond, ServerLimits.CosignsAtOnce, time);

    public void Map(IEndpointRouteBuilder routes) => routes.Map(TileCalls.Cosign, CosignAsync);

    private async Task CosignAsync(HttpContext context)
    {
        _limit.Take(context);
        if (desk is null)
            throw UnknownLog();
        var body = await ReadAsync(context.Request, context.RequestAborted);
        if (!CosignRequest.TryParse(body.Span, out var request))
        {
            throw new FabricException(ErrorTable.Usage, "That is no request to cosign.",
                "It must be the line 'old SIZE', the hashes of the proof, an empty line, and a signed checkpoint.",
                "Send it as C2SP's tlog-witness says.");
        }

        await WriteAsync(context, await desk.AnswerAsync(request, context.RequestAborted));
    }

    private static Task WriteAsync(HttpContext context, CosignReply reply) => reply.Verdict switch
    {
        CosignVerdict.Cosigned => TextAsync(
            context, StatusCodes.Status200OK, "text/plain; charset=utf-8",
            reply.Cosigned!.ToString()[(reply.Cosigned.Text.Length + 1)..]),
        CosignVerdict.OtherSize or CosignVerdict.OtherRoot => TextAsync(
            context, StatusCodes.Status409Conflict, CosignRequest.SizeMediaType,
            string.Create(CultureInfo.InvariantCulture, $"{reply.Size}\n")),
        CosignVerdict.UnknownLog => throw UnknownLog(),
        CosignVerdict.NotSigned => throw new FabricException(ErrorTable.Forbidden, "The checkpoint is not cosigned.",
            "No key that its log is known by here has signed it.",
            "Give the operators of this server the log's present key, for witness.cosigns."),
        CosignVerdict.Shrunk => throw new FabricException(ErrorTable.Usage, "The checkpoint is not cosigned.",
            "It has fewer entries than the old size says.", "Send the size that was cosigned last."),
        _ => throw new FabricException(ErrorTable.CheckFailed, "The checkpoint is not cosigned.",
            "The proof does not lead from what was cosigned last to it.",
            "If the log is yours, find out who else signs with its key."),
    };

    private static FabricException UnknownLog() => new(ErrorTable.NotFound, "The checkpoint is not cosigned.",
        "Its log is none of those that this server cosigns.",
        "Ask the operators of this server to add the log's key to witness.cosigns.");

    private static async Task TextAsync(HttpContext context, int status, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte more, so that a body that is too long is seen to be.
        var bytes = new byte[CosignRequest.MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(
            bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= CosignRequest.MaxBytes ? bytes.AsMemory(0, length) : throw new FabricException(
            ErrorTable.LimitExceeded, "The request is too large.",
            $"A request to cosign has at most {CosignRequest.MaxBytes} bytes.", "Send one checkpoint and its proof.");
    }
}
