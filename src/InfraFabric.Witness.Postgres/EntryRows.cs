using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Postgres;

/// <summary>
/// The rows of entries in the binary form of COPY. The columns by which an entry is found are taken from its bytes, in
/// the one order that its canonical form has.
/// </summary>
internal sealed class EntryRows
{
    /// <summary>The statement that takes them.</summary>
    public const string Statement =
        "COPY witness.entry(place, body, actor, component, fence, operation, severity, subject, time, trace, why)"
        + " FROM STDIN (FORMAT BINARY)";

    private const int MaxColumnBytes = 256;
    private const int Null = -1;

    private static readonly string[] Members =
        ["actor", "component", "fence", "operation", "severity", "subject", "time", "trace", "why"];

    private readonly ArrayBufferWriter<byte> _rows;

    private EntryRows(int bytes) => _rows = new ArrayBufferWriter<byte>(bytes);

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y',
        (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0];

    /// <summary>Writes the rows of entries from a place on.</summary>
    public static ReadOnlyMemory<byte> Write(long first, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var rows = new EntryRows(entries.Sum(entry => (2 * entry.Length) + MaxColumnBytes) + MaxColumnBytes);
        rows._rows.Write(Signature);
        rows.Number(0);
        rows.Number(0);
        for (var i = 0; i < entries.Count; i++)
            rows.Row(first + i, entries[i].Span);
        rows.Short(-1);
        return rows._rows.WrittenMemory;
    }

    private void Row(long place, ReadOnlySpan<byte> entry)
    {
        Short((short)(2 + Members.Length));
        Long(place);
        Number(entry.Length);
        _rows.Write(entry);
        try
        {
            Columns(entry);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw LedgerErrors.Damaged($"What was to become entry {place} is none: {e.Message}", e);
        }
    }

    private void Columns(ReadOnlySpan<byte> entry)
    {
        var json = new Utf8JsonReader(entry);
        json.Read();
        var next = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = IndexOf(ref json, next);
            json.Read();
            if (member < 0)
            {
                json.Skip();
                continue;
            }

            for (; next < member; next++)
                Missing(Members[next]);
            Column(Members[next++], ref json);
        }

        for (; next < Members.Length; next++)
            Missing(Members[next]);
    }

    private static int IndexOf(ref Utf8JsonReader json, int from)
    {
        for (var i = from; i < Members.Length; i++)
        {
            if (json.ValueTextEquals(Members[i]))
                return i;
        }

        return -1;
    }

    private void Missing(string member)
    {
        if (member is not ("fence" or "why"))
            throw new FormatException($"It has no '{member}'.");
        Number(Null);
    }

    private void Column(string member, ref Utf8JsonReader json)
    {
        switch (member)
        {
            case "fence":
                Long(json.GetInt64());
                break;
            case "severity":
                Number(sizeof(short));
                Short((short)SeverityOf(ref json));
                break;
            case "time":
                Long(TicksOf(ref json));
                break;
            case "trace":
                Uuid(json.GetGuid());
                break;
            case "why":
                Text(ref json, int.MaxValue);
                break;
            default:
                Text(ref json, PostgresLimits.MaxKeyBytes);
                break;
        }
    }

    private static NoteSeverity SeverityOf(ref Utf8JsonReader json) => json switch
    {
        _ when json.ValueTextEquals("info"u8) => NoteSeverity.Info,
        _ when json.ValueTextEquals("low"u8) => NoteSeverity.Low,
        _ when json.ValueTextEquals("medium"u8) => NoteSeverity.Medium,
        _ when json.ValueTextEquals("high"u8) => NoteSeverity.High,
        _ when json.ValueTextEquals("critical"u8) => NoteSeverity.Critical,
        _ => throw new FormatException("Its severity is none."),
    };

    private static long TicksOf(ref Utf8JsonReader json) =>
        Utf8Parser.TryParse(json.ValueSpan, out DateTime time, out var length, 'O') && length == json.ValueSpan.Length
            ? time.Ticks
            : throw new FormatException("Its time is none.");

    /// <summary>A text of at most so many bytes, without the character that PostgreSQL's texts cannot have.</summary>
    private void Text(ref Utf8JsonReader json, int maxBytes)
    {
        var text = _rows.GetSpan(sizeof(int) + json.ValueSpan.Length);
        var bytes = text.Slice(sizeof(int), json.CopyString(text[sizeof(int)..]));
        bytes.Replace((byte)0, (byte)' ');
        if (bytes.Length > maxBytes)
        {
            var end = maxBytes;
            // Not within a character.
            while ((bytes[end] & 0xC0) == 0x80)
                end--;
            bytes = bytes[..end];
        }

        BinaryPrimitives.WriteInt32BigEndian(text, bytes.Length);
        _rows.Advance(sizeof(int) + bytes.Length);
    }

    private void Uuid(Guid value)
    {
        const int Size = 16;
        Number(Size);
        value.TryWriteBytes(_rows.GetSpan(Size), bigEndian: true, out _);
        _rows.Advance(Size);
    }

    private void Long(long value)
    {
        Number(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_rows.GetSpan(sizeof(long)), value);
        _rows.Advance(sizeof(long));
    }

    private void Number(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_rows.GetSpan(sizeof(int)), value);
        _rows.Advance(sizeof(int));
    }

    private void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_rows.GetSpan(sizeof(short)), value);
        _rows.Advance(sizeof(short));
    }
}
