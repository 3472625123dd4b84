using System.Text;

namespace InfraFabric.Witness.Postgres;

/// <summary>
/// A text by which entries are found, as a column has it: PostgreSQL indexes no long ones, and has no character 0.
/// </summary>
internal static class KeyText
{
    /// <summary>What stands in the column for a text.</summary>
    public static string Of(string text)
    {
        Span<byte> bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return Encoding.UTF8.GetString(Cut(bytes));
    }

    /// <summary>Whether an entry with another text could have the same in its column.</summary>
    public static bool IsAmbiguous(string text) =>
        // The last character that still finds room has up to 4 bytes.
        Encoding.UTF8.GetByteCount(text) > PostgresLimits.MaxKeyBytes - 4 || text.AsSpan().IndexOfAny('\0', ' ') >= 0;

    /// <summary>Cuts the bytes of a text for its column, and replaces what that cannot have.</summary>
    public static Span<byte> Cut(Span<byte> bytes)
    {
        bytes.Replace((byte)0, (byte)' ');
        if (bytes.Length <= PostgresLimits.MaxKeyBytes)
            return bytes;
        var end = PostgresLimits.MaxKeyBytes;
        // Not within a character.
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return bytes[..end];
    }
}
