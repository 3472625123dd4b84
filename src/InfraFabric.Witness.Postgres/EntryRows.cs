using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Postgres.Searching;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Witness.Postgres;

/// <summary>
/// The rows of entries in the binary form of COPY. The columns by which an entry is found are taken from its bytes, in
/// the one order that its canonical form has.
/// </summary>
internal sealed class EntryRows
{
    /// <summary>The statement that takes them.</summary>
    public const string Statement =
        "COPY witness.entry(place, body, actor, component, fence, operation, severity, time, trace, task, swarm)"
        + " FROM STDIN (FORMAT BINARY)";

    private const int MaxColumnBytes = 256;
    private const int Null = -1;
    private const short Columns = 11;

    private static readonly string[] Members =
        ["actor", "component", "fence", "operation", "parameters", "severity", "subject", "time", "trace", "why"];

    private readonly ArrayBufferWriter<byte> _rows;
    private readonly SearchBlocks _blocks;
    private string _subject = "";
    private string? _task;
    private string? _swarm;
    private string? _why;
    private long _time;

    private EntryRows(int bytes, SearchBlocks blocks)
    {
        _rows = new ArrayBufferWriter<byte>(bytes);
        _blocks = blocks;
    }

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y',
        (byte)'\n', 0xff, (byte)'\r', (byte)'\n', 0];

    /// <summary>Writes the rows of entries from a place on, and tells blocks of them.</summary>
    public static ReadOnlyMemory<byte> Write(
        long first, IReadOnlyList<ReadOnlyMemory<byte>> entries, SearchBlocks blocks)
    {
        var bytes = entries.Sum(entry => (2 * entry.Length) + MaxColumnBytes) + MaxColumnBytes;
        var rows = new EntryRows(bytes, blocks);
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
        Short(Columns);
        Long(place);
        Number(entry.Length);
        _rows.Write(entry);
        try
        {
            Read(entry);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw LedgerErrors.Damaged($"What was to become entry {place} is none: {e.Message}", e);
        }
    }

    private void Read(ReadOnlySpan<byte> entry)
    {
        (_task, _swarm, _why) = (null, null, null);
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
        if (EntrySubject.TaskOf(_subject, _task) is { } task)
            Uuid(task.Value);
        else
            Number(Null);
        if (EntrySubject.SwarmOf(_subject, _swarm) is { } swarm)
            Text(swarm);
        else
            Number(Null);
        _blocks.Add(_time, _why);
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
        if (member == "fence")
            Number(Null);
        else if (member is not ("parameters" or "why"))
            throw new FormatException($"It has no '{member}'.");
    }

    private void Column(string member, ref Utf8JsonReader json)
    {
        switch (member)
        {
            case "fence":
                Long(json.GetInt64());
                break;
            case "parameters":
                Parameters(ref json);
                break;
            case "severity":
                Number(sizeof(short));
                Short((short)SeverityOf(ref json));
                break;
            case "subject":
                _subject = json.GetString()!;
                break;
            case "time":
                Long(_time = TicksOf(ref json));
                break;
            case "trace":
                Uuid(json.GetGuid());
                break;
            case "why":
                _why = json.GetString();
                break;
            default:
                Text(ref json);
                break;
        }
    }

    private void Parameters(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isTask, isSwarm) = (json.ValueTextEquals("task"u8), json.ValueTextEquals("swarm"u8));
            json.Read();
            if (isTask)
                _task = json.GetString();
            else if (isSwarm)
                _swarm = json.GetString();
            else
                json.Skip();
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

    private void Text(ref Utf8JsonReader json)
    {
        var room = _rows.GetSpan(sizeof(int) + json.ValueSpan.Length);
        Text(room, json.CopyString(room[sizeof(int)..]));
    }

    private void Text(string text)
    {
        var room = _rows.GetSpan(sizeof(int) + Encoding.UTF8.GetByteCount(text));
        Text(room, Encoding.UTF8.GetBytes(text, room[sizeof(int)..]));
    }

    private void Text(Span<byte> room, int length)
    {
        var bytes = KeyText.Cut(room.Slice(sizeof(int), length));
        BinaryPrimitives.WriteInt32BigEndian(room, bytes.Length);
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
