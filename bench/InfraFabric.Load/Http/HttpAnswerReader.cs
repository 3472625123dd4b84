using System.Buffers.Text;
using System.Text;

namespace InfraFabric.Load.Http;

/// <summary>
/// Reads one HTTP/1.1 answer out of what has been received: as much of the protocol as our own server speaks.
/// </summary>
internal static class HttpAnswerReader
{
    /// <summary>False when more has to be received. The parts of a chunked body are moved together.</summary>
    public static bool TryRead(Memory<byte> received, out HttpAnswer answer)
    {
        answer = default;
        var all = received.Span;
        var end = all.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = all[..(end + 2)];
        if (!Utf8Parser.TryParse(head[9..12], out int status, out _))
            throw new InvalidOperationException($"This is not an answer: {Encoding.ASCII.GetString(head)}");
        var body = received[(end + 4)..];
        var length = Value(head, "\r\nContent-Length: "u8) is { IsEmpty: false } text
            ? Number(text, 'D')
            : Join(body.Span, Value(head, "\r\nTransfer-Encoding: "u8).IsEmpty);
        if (length < 0 || body.Length < length)
            return false;
        answer = new HttpAnswer(status, body[..length]);
        return true;
    }

    // Servers write these names in one way, so that they are found without folding case.
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        if (at < 0)
            return [];
        var rest = head[(at + name.Length)..];
        return rest[..rest.IndexOf((byte)'\r')];
    }

    /// <summary>How long the body is without its chunks' frames; -1 when its end is not there yet.</summary>
    private static int Join(Span<byte> body, bool empty)
    {
        if (empty)
            return 0;
        if (!body.EndsWith("0\r\n\r\n"u8))
            return -1;
        var (at, length) = (0, 0);
        while (true)
        {
            var line = body[at..].IndexOf("\r\n"u8);
            var size = Number(body.Slice(at, line), 'X');
            if (size == 0)
                return length;
            body.Slice(at + line + 2, size).CopyTo(body[length..]);
            length += size;
            at += line + 2 + size + 2;
        }
    }

    private static int Number(ReadOnlySpan<byte> text, char format) =>
        Utf8Parser.TryParse(text, out int number, out var used, format) && used == text.Length
            ? number
            : throw new InvalidOperationException($"'{Encoding.ASCII.GetString(text)}' is not a length.");
}
