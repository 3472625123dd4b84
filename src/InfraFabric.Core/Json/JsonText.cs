using System.Buffers;

namespace InfraFabric.Core.Json;

/// <summary>Writes strings with the fewest escapes (RFC 8785, section 3.2.2.2).</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    public static void Write(ReadOnlySpan<byte> utf8, ref PooledBytes output)
    {
        output.Append((byte)'"');
        while (true)
        {
            var plain = utf8.IndexOfAny(NeedsEscape);
            if (plain < 0)
                break;
            output.Append(utf8[..plain]);
            WriteEscape(utf8[plain], ref output);
            utf8 = utf8[(plain + 1)..];
        }

        output.Append(utf8);
        output.Append((byte)'"');
    }

    private static void WriteEscape(byte c, ref PooledBytes output)
    {
        var letter = c switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            (byte)'"' or (byte)'\\' => c,
            _ => (byte)'u',
        };
        output.Append((byte)'\\');
        output.Append(letter);
        if (letter != 'u')
            return;

        output.Append("00"u8);
        output.Append((byte)('0' + (c >> 4)));
        output.Append("0123456789abcdef"u8[c & 15]);
    }
}
