using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Writes answers whole, with their length, in one piece.</summary>
internal static class Answers
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ValueTask<System.IO.Pipelines.FlushResult> JsonAsync<T>(
        this HttpContext context, T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        context.JsonAsync((body, type), static (writer, made) => JsonSerializer.Serialize(writer, made.body, made.type),
            status);

    /// <summary>Writes a body by hand, where that saves making it first.</summary>
    public static ValueTask<System.IO.Pipelines.FlushResult> JsonAsync<TState>(
        this HttpContext context, TState state, Action<Utf8JsonWriter, TState> write,
        int status = StatusCodes.Status200OK)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, WriterOptions);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        write(writer, state);
        writer.Flush();
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;

        // Copied into the pipe before the first await: the buffer belongs to this thread.
        var target = response.BodyWriter;
        target.Write(buffer.WrittenSpan);
        return target.FlushAsync(context.RequestAborted);
    }
}
