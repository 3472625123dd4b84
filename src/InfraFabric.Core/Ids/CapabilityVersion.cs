using System.Globalization;

namespace InfraFabric.Core.Ids;

/// <summary>The version of a skill: <c>1</c>, <c>1.2</c> or <c>1.2.3</c>. What is not said of it is 0.</summary>
public readonly record struct CapabilityVersion(int Major, int Minor, int Patch)
{
    /// <summary>The greatest of the numbers.</summary>
    public const int MaxNumber = 9999;

    private const int MaxNumbers = 3;

    public static bool TryParse(ReadOnlySpan<char> text, out CapabilityVersion version)
    {
        version = default;
        Span<int> numbers = stackalloc int[MaxNumbers];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            var digits = text[range];
            if (count == MaxNumbers || !TryReadNumber(digits, out numbers[count]))
                return false;
            count++;
        }

        version = new CapabilityVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <summary>
    /// Whether who knows this version can do what asks for another one: of the same major, and not lower.
    /// </summary>
    public bool Serves(CapabilityVersion required) =>
        Major == required.Major && (Minor, Patch).CompareTo((required.Minor, required.Patch)) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    /// <summary>Without leading zeros, so that two numbers that look different are different.</summary>
    private static bool TryReadNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number <= MaxNumber
        && (digits.Length == 1 || digits[0] != '0');
}
