using System.Diagnostics.CodeAnalysis;

namespace InfraFabric.Core.Ids;

/// <summary>
/// The name under which everything that one request caused is found again: a UUID, written in lower case with hyphens.
/// </summary>
public readonly record struct TraceToken
{
    private TraceToken(Guid value) => Value = value;

    public Guid Value { get; }

    public static TraceToken From(Guid value) => new(value);

    /// <summary>A token that no other request has.</summary>
    public static TraceToken New(IdSource ids) => new(ids.Next());

    /// <summary>Reads a token, in the one form in which it is printed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TraceToken token)
    {
        // The framework forgives spaces, signs and capitals; a token is accepted only as it would be printed.
        Span<char> printed = stackalloc char[36];
        var valid = Guid.TryParseExact(text, "D", out var value)
            && value.TryFormat(printed, out _)
            && printed.SequenceEqual(text);
        token = new TraceToken(valid ? value : default);
        return valid;
    }

    /// <summary>Reads a token; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static TraceToken Parse(string text) =>
        TryParse(text, out var token)
            ? token
            : throw IdText.Malformed("trace token", text, "0198c5a2-1f00-7abc-8def-0123456789ab");

    public override string ToString() => Value.ToString("D");
}
