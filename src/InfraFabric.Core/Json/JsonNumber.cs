using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace InfraFabric.Core.Json;

/// <summary>
/// Writes a double as ECMAScript does (RFC 8785, section 3.2.2.3): the fewest digits that read back as the same double,
/// as a plain decimal from 1e-6 up to 1e21 and with an exponent outside.
/// </summary>
internal static class JsonNumber
{
    /// <summary>
    /// The longest text: a sign, <c>0.00000</c> and 17 digits, or 17 digits with a point and an exponent.
    /// </summary>
    public const int MaxLength = 32;

    private const double LargestExactInteger = 9007199254740991;

    /// <summary>Writes a finite number; gives the length of its text.</summary>
    public static int Write(double number, Span<byte> output)
    {
        // Most numbers are whole ones. This also writes -0 as 0.
        if (Math.Abs(number) <= LargestExactInteger && number == Math.Truncate(number))
        {
            Utf8Formatter.TryFormat((long)number, output, out var length);
            return length;
        }

        Span<byte> shortest = stackalloc byte[MaxLength];
        var formatted = number.TryFormat(shortest, out var count);
        Debug.Assert(formatted, "A double has at most 24 characters.");

        Span<byte> digits = stackalloc byte[MaxLength];
        var (digitCount, point) = Split(shortest[..count], digits);
        var sign = 0;
        if (number < 0)
            output[sign++] = (byte)'-';
        return sign + Lay(digits[..digitCount], point, output[sign..]);
    }

    /// <summary>
    /// Takes a text such as <c>-1.25E-07</c> apart into its significant digits and the place of the point: the number
    /// is 0.digits × 10^point.
    /// </summary>
    private static (int Count, int Point) Split(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        text = text.TrimStart((byte)'-');
        var e = text.IndexOf((byte)'E');
        var exponent = 0;
        if (e >= 0)
        {
            exponent = int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var dot = text.IndexOf((byte)'.');
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? [] : text[(dot + 1)..];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);

        var all = digits[..(whole.Length + fraction.Length)];
        var zeros = all.IndexOfAnyExcept((byte)'0');
        var count = all.TrimEnd((byte)'0').Length - zeros;
        all.Slice(zeros, count).CopyTo(digits);
        return (count, whole.Length + exponent - zeros);
    }

    // The five cases of Number::toString in ECMA-262.
    private static int Lay(ReadOnlySpan<byte> digits, int point, Span<byte> output)
    {
        var count = digits.Length;
        switch (point)
        {
            case <= 21 when count <= point:
                digits.CopyTo(output);
                output[count..point].Fill((byte)'0');
                return point;
            case > 0 and <= 21:
                digits[..point].CopyTo(output);
                output[point] = (byte)'.';
                digits[point..].CopyTo(output[(point + 1)..]);
                return count + 1;
            case > -6 and <= 0:
                output[..(2 - point)].Fill((byte)'0');
                output[1] = (byte)'.';
                digits.CopyTo(output[(2 - point)..]);
                return 2 - point + count;
            default:
                return LayWithExponent(digits, point - 1, output);
        }
    }

    private static int LayWithExponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> output)
    {
        output[0] = digits[0];
        var length = 1;
        if (digits.Length > 1)
        {
            output[length++] = (byte)'.';
            digits[1..].CopyTo(output[length..]);
            length += digits.Length - 1;
        }

        output[length++] = (byte)'e';
        output[length++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Utf8Formatter.TryFormat(Math.Abs(exponent), output[length..], out var written);
        return length + written;
    }
}
