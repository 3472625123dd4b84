using System.Text;
using System.Text.Json;
using InfraFabric.Api;
using InfraFabric.Api.State;

namespace InfraFabric.Cli.Commands.State;

/// <summary>Records as text.</summary>
internal static class StateText
{
    private const int PreviewLength = 60;

    public static byte[] Bytes(RecordBody record) => record.Base64 ?? Encoding.UTF8.GetBytes(record.Text ?? "");

    /// <summary>The beginning of the value, on one line.</summary>
    public static string Preview(RecordBody record)
    {
        if (record.Text is null)
            return $"<{record.Base64!.Length} bytes>";
        var line = record.Text.ReplaceLineEndings(" ").Replace('\t', ' ');
        return line.Length > PreviewLength ? line[..PreviewLength] + "…" : line;
    }

    /// <summary>All of an answer, so that two can be compared.</summary>
    public static string Whole<T>(T answer) => answer switch
    {
        RecordBody record => JsonSerializer.Serialize(record, ApiJson.Default.RecordBody),
        RecordPageBody page => JsonSerializer.Serialize(page, ApiJson.Default.RecordPageBody),
        _ => throw new ArgumentException($"There is no text of a {typeof(T).Name}.", nameof(answer)),
    };
}
