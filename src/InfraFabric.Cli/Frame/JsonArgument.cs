using System.Text.Json;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Frame;

/// <summary>
/// JSON on a command line: as it is, from a file as <c>@FILE</c>, or from standard input as <c>-</c>.
/// </summary>
internal static class JsonArgument
{
    /// <summary>
    /// Bytes of a document: more than any call takes, so that the server says which limit is exceeded.
    /// </summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads the value of an option; null where it was not given.</summary>
    public static async Task<JsonElement?> ReadAsync(string? text, string option, CancellationToken cancellationToken)
    {
        if (text is null)
            return null;
        try
        {
            if (text is not ("-" or ['@', ..]))
                return JsonElement.Parse(text);
            var bytes = text == "-"
                ? await ReadAllAsync(Console.OpenStandardInput(), option, cancellationToken)
                : await ReadFileAsync(text[1..], option, cancellationToken);
            return JsonElement.Parse(bytes);
        }
        catch (JsonException broken)
        {
            throw new FabricException(ErrorTable.JsonInvalid, $"What {option} gives is not JSON.", broken.Message,
                $"Give JSON in quotes, such as {option} '{{\"a\":1}}', or a file: {option} @file.json.", broken);
        }
    }

    /// <summary>Reads a file, up to the limit.</summary>
    public static async Task<byte[]> ReadFileAsync(string path, string option, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAllAsync(File.OpenRead(path), option, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FabricException(ErrorTable.NotFound, $"The file of {option} cannot be read.", refused.Message,
                "Correct its path.", refused);
        }
    }

    private static async Task<byte[]> ReadAllAsync(
        Stream source, string option, CancellationToken cancellationToken)
    {
        await using (source)
        {
            var bytes = new byte[MaxBytes + 1];
            var length =
                await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return length <= MaxBytes
                ? bytes[..length]
                : throw new FabricException(ErrorTable.LimitExceeded, $"What {option} gives is too large.",
                    $"It has more than {MaxBytes} bytes.", "Give less.");
        }
    }
}
