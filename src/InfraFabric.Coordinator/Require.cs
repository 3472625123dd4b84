using System.Text;
using System.Text.Json;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;

namespace InfraFabric.Coordinator;

/// <summary>Holds what a caller says to the limits.</summary>
internal static class Require
{
    public static void Text(string text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Refused(field, "it is empty");
        TextOrNothing(text, field);
    }

    public static void TextOrNothing(string? text, string field)
    {
        if (text?.Length > CoordinatorLimits.MaxTextLength)
            throw TooLarge(field, $"{text.Length} characters", $"{CoordinatorLimits.MaxTextLength}");
    }

    public static void LabelOrNothing(string? label, string field)
    {
        if (label is null)
            return;
        if (label.Length == 0 || label.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            throw Refused(field, "it is empty or has control characters");
        if (label.Length > CoordinatorLimits.MaxLabelLength)
            throw TooLarge(field, $"{label.Length} characters", $"{CoordinatorLimits.MaxLabelLength}");
    }

    public static void Within(double value, double least, double most, string field)
    {
        if (!(value >= least && value <= most))
            throw Refused(field, FormattableString.Invariant($"it must be from {least} to {most}"));
    }

    public static void AtMost(int count, int most, string field)
    {
        if (count > most)
            throw TooLarge(field, $"{count} items", $"{most}");
    }

    public static void Payload(JsonElement? payload, string field)
    {
        if (payload is not { } json)
            return;
        var bytes = Encoding.UTF8.GetByteCount(json.GetRawText());
        if (bytes > CoordinatorLimits.MaxPayloadBytes)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"The {field} has {bytes} bytes.",
                $"A record holds up to {CoordinatorLimits.MaxPayloadBytes} bytes of it.",
                "Put it into the blob area (PUT /v1/blobs) and give its hash.");
        }
    }

    public static void HashOrNothing(string? hash, string field)
    {
        if (hash is not null && !Sha256Hash.TryParse(hash, out _))
            throw Refused(field, "it must be sha256: and 64 lower-case hex digits");
    }

    public static FabricException Refused(string field, string why) => new(
        ErrorTable.Usage, $"The field '{field}' is not accepted.", $"What is wrong: {why}.", "Correct it.");

    private static FabricException TooLarge(string field, string what, string most) => new(
        ErrorTable.LimitExceeded, $"The field '{field}' has {what}.", $"The limit is {most}.", "Make it shorter.");
}
