using System.Globalization;
using System.Net;
using System.Numerics;
using InfraFabric.Core.Units;

namespace InfraFabric.Core.Config;

/// <summary>The kinds of value that configuration files hold.</summary>
public static class ConfigValues
{
    /// <summary>Any text that is not empty.</summary>
    public static ConfigValue<string> Text { get; } = new("a text", (string text, out string value) =>
    {
        value = text;
        return text.Length > 0;
    });

    /// <summary>Yes or no.</summary>
    public static ConfigValue<bool> Flag { get; } = new("true or false", (string text, out bool value) =>
    {
        value = text == "true";
        return text is "true" or "false";
    });

    /// <summary>An address of this machine to listen on.</summary>
    public static ConfigValue<IPAddress> Address { get; } = new(
        "an IP address or localhost", (string text, out IPAddress value) =>
        {
            var known = text == "localhost" ? IPAddress.Loopback : null;
            var valid = known is not null || IPAddress.TryParse(text, out known);
            value = known!;
            return valid;
        });

    /// <summary>A sum of money that is not negative.</summary>
    public static ConfigValue<Money> Dollars { get; } = new(
        "a sum in dollars such as 10.0 or $5", (string text, out Money value) =>
            Money.TryParse(text, out value) && value >= Money.Zero);

    /// <summary>A whole number within bounds.</summary>
    public static ConfigValue<T> WholeNumber<T>(T least, T most)
        where T : struct, IBinaryInteger<T> => new(
        $"a whole number from {least} to {most}", (string text, out T value) =>
            T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most);

    /// <summary>A length of time within bounds, written as 250ms, 30s, 5m, 2h or 7d.</summary>
    public static ConfigValue<TimeSpan> Duration(TimeSpan least, TimeSpan most) => new(
        $"a length of time such as 30s, 5m or 2h, from {DurationText.Print(least)} to {DurationText.Print(most)}",
        (string text, out TimeSpan value) => DurationText.TryParse(text, out value) && value >= least && value <= most);

    /// <summary>One of a few words: the names of an enumeration, in lower case.</summary>
    public static ConfigValue<T> OneOf<T>()
        where T : struct, Enum => new(
        string.Join(" or ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())), (string text, out T value) =>
        {
            value = default;
            return text.All(char.IsAsciiLetterLower) && Enum.TryParse(text, ignoreCase: true, out value);
        });

    /// <summary>
    /// A path. It counts from the folder of the configuration when it is relative, and from the user's home when it
    /// begins with <c>~/</c>.
    /// </summary>
    public static ConfigValue<string> Path(string folder) => new("a path", (string text, out string value) =>
    {
        value = text;
        if (text.Length == 0 || text.Contains('\0'))
            return false;
        if (text.StartsWith("~/", StringComparison.Ordinal))
            text = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + text[1..];
        value = System.IO.Path.GetFullPath(text, System.IO.Path.GetFullPath(folder));
        return true;
    });
}
