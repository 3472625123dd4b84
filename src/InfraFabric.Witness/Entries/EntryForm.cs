using System.Globalization;
using System.Text.Json;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Json;
using InfraFabric.Core.Units;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Entries;

/// <summary>The bytes of an entry: canonical JSON with members in the order of their names.</summary>
public static class EntryForm
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Bytes of the largest entry; its texts are bounded where they are taken in.</summary>
    public const int MaxBytes = 64 * 1024 - 1;

    /// <summary>Writes an entry; its bytes stand in the writer until the next one is written.</summary>
    public static void Write(LedgerEntry entry, CanonicalWriter writer)
    {
        writer.Begin();
        writer.Member("actor", entry.Actor);
        writer.Member("component", entry.Component);
        writer.Member("cost_micro_usd", entry.Cost?.MicroUsd);
        writer.Member("fence", entry.Fence);
        writer.Member("operation", entry.Operation);
        writer.Member("order", entry.Position.Order);
        writer.Member("outcome", entry.Outcome);
        Pairs(writer, "parameters", entry.Parameters);
        Pairs(writer, "personal", entry.Personal);
        writer.Member("revision", entry.Position.Revision);
        writer.Member("sequence", entry.Sequence);
        writer.Member("severity", NameOf(entry.Severity));
        writer.Member("stage", NameOf(entry.Stage));
        writer.Member("subject", entry.Subject);
        writer.Member("time", entry.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        writer.Member("trace", entry.Trace.ToString());
        writer.Member("why", entry.Why);
        writer.End();
    }

    /// <summary>Reads an entry; <see cref="InvalidDataException"/> if the bytes are not one.</summary>
    public static LedgerEntry Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 4 });
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException or OverflowException or Core.Errors.FabricException)
        {
            throw new InvalidDataException($"It is no entry of a ledger: {e.Message}", e);
        }
    }

    private static LedgerEntry Read(JsonElement json) => new()
    {
        Sequence = json.GetProperty("sequence").GetInt64(),
        Trace = TraceToken.Parse(Text(json, "trace")),
        Actor = Text(json, "actor"),
        Component = Text(json, "component"),
        Operation = Text(json, "operation"),
        Subject = Text(json, "subject"),
        Time = DateTimeOffset.ParseExact(
            Text(json, "time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Why = json.TryGetProperty("why", out var why) ? why.GetString() : null,
        Stage = Enum.Parse<NoteStage>(Text(json, "stage"), ignoreCase: true),
        Outcome = Text(json, "outcome"),
        Severity = Enum.Parse<NoteSeverity>(Text(json, "severity"), ignoreCase: true),
        Fence = json.TryGetProperty("fence", out var fence) ? fence.GetInt64() : null,
        Cost = json.TryGetProperty("cost_micro_usd", out var cost) ? Money.FromMicroUsd(cost.GetInt64()) : null,
        Position = new NotePosition(
            json.GetProperty("revision").GetInt64(), json.GetProperty("order").GetInt32()),
        Parameters = Pairs(json, "parameters"),
        Personal = Pairs(json, "personal"),
    };

    private static void Pairs(CanonicalWriter writer, string name, IReadOnlyDictionary<string, string>? pairs)
    {
        if (pairs is not { Count: > 0 })
            return;
        writer.Begin(name);
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.Member(key, value);
        writer.End();
    }

    private static Dictionary<string, string>? Pairs(JsonElement json, string name) =>
        json.TryGetProperty(name, out var pairs)
            ? pairs.EnumerateObject().ToDictionary(
                pair => pair.Name, pair => pair.Value.GetString() ?? "", StringComparer.Ordinal)
            : null;

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static string NameOf(NoteStage stage) => stage switch
    {
        NoteStage.Attempt => "attempt",
        NoteStage.Check => "check",
        _ => "outcome",
    };

    private static string NameOf(NoteSeverity severity) => severity switch
    {
        NoteSeverity.Low => "low",
        NoteSeverity.Medium => "medium",
        NoteSeverity.High => "high",
        NoteSeverity.Critical => "critical",
        _ => "info",
    };
}
