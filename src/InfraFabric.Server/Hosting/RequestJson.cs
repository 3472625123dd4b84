using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Reads the body of a request, strictly. Give it a type of <see cref="Api.ApiJson.Strict"/>.</summary>
internal static class RequestJson
{
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new FabricException(ErrorTable.Usage, "The body is not said to be JSON.",
                "What a call changes is sent as JSON.", "Send it with the header 'Content-Type: application/json'.");
        }

        try
        {
            return await ReadWholeAsync(context.Request.BodyReader, type, context.RequestAborted)
                ?? throw Wrong("it is null", null);
        }
        catch (JsonException wrong)
        {
            // The framework's own words name types of ours, which mean nothing to a caller.
            throw Wrong($"it cannot be read at {wrong.Path ?? "$"}, line {wrong.LineNumber + 1}", wrong);
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            // Some of what is wrong with the pieces of a body, the framework tells as if the connection had failed.
            throw new FabricException(ErrorTable.Usage, "The body cannot be read.", broken.Message,
                "Send it whole, with its true length or in true pieces.", broken);
        }
    }

    // A body is bounded and mostly has come with its headers: read at once, it costs a third of reading it as a stream.
    private static async ValueTask<T?> ReadWholeAsync<T>(
        PipeReader body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return Parse(read.Buffer, type);
            }
            finally
            {
                body.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static T? Parse<T>(in ReadOnlySequence<byte> json, JsonTypeInfo<T> type)
    {
        var reader = new Utf8JsonReader(
            json, new JsonReaderOptions { MaxDepth = type.Options.MaxDepth, AllowTrailingCommas = false });
        var value = JsonSerializer.Deserialize(ref reader, type);
        return reader.Read() ? throw new JsonException("There is something after the end.") : value;
    }

    private static FabricException Wrong(string why, Exception? cause) => new(ErrorTable.JsonInvalid,
        "The body is not what this call takes.", $"As JSON, {why}: it is broken there, of another type, or a member is"
            + " unknown, missing or there twice.", "Correct the body.", cause);
}
