using System.Globalization;
using InfraFabric.Core.Config;
using InfraFabric.Core.Ids;

namespace InfraFabric.Governor.Policy;

/// <summary>The kinds of value that only policies hold.</summary>
internal static class PolicyValues
{
    public static ConfigValue<SwarmName> Swarm { get; } =
        new("a swarm's name, such as session-1-ndi", SwarmName.TryParse);

    public static ConfigValue<string> Tenant { get; } = new(
        "a tenant's name, such as acme", (string text, out string value) =>
        {
            value = text;
            return SwarmName.TryParse(text, out _);
        });

    public static ConfigValue<Capability> Offer { get; } = new(
        "a capability in lower case, such as integration:ndi, integration:ndi@2 or integration:*",
        Capability.TryParseOffer);

    public static ConfigValue<double> Share { get; } = new(
        "a share from 0 to 1, such as 0.7", (string text, out double value) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && value is >= 0 and <= 1);

    /// <summary>A word, or the beginning of one before an asterisk.</summary>
    public static ConfigValue<string> Pattern { get; } = new(
        $"a word of 1 to {PolicyLimits.MaxTextLength} visible characters, or the beginning of one and * at its end",
        (string text, out string value) =>
        {
            value = text;
            return IsVisible(text) && text.IndexOf('*') is var star && (star < 0 || star == text.Length - 1);
        });

    public static ConfigValue<string> Model { get; } = new(
        $"the name of a model, 1 to {PolicyLimits.MaxTextLength} visible characters",
        (string text, out string value) =>
        {
            value = text;
            return IsVisible(text);
        });

    public static ConfigValue<string> Reason { get; } = new(
        $"a text of 1 to {PolicyLimits.MaxTextLength} characters", (string text, out string value) =>
        {
            value = text;
            return text.Length is > 0 and <= PolicyLimits.MaxTextLength && !text.Any(char.IsControl);
        });

    public static ConfigValue<bool> Deny { get; } = new("allow or deny", (string text, out bool value) =>
    {
        value = text == "deny";
        return text is "allow" or "deny";
    });

    private static bool IsVisible(string text) =>
        text.Length is > 0 and <= PolicyLimits.MaxTextLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
