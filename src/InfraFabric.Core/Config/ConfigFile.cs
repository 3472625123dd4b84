using System.Text;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Config;

/// <summary>
/// Reads a configuration file into a record: either the whole record, or all errors of the file at once.
/// </summary>
public static class ConfigFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a file; one that does not exist is read as an empty one.</summary>
    public static T Load<T>(string path, Func<ConfigSection, T> read) => Parse(ReadText(path), path, read);

    /// <summary>The text of a file, within the bounds of one; that of one that does not exist is empty.</summary>
    public static string ReadText(string path)
    {
        try
        {
            return ReadStrictText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FabricException(ErrorTable.ConfigInvalid, $"The configuration {path} cannot be read.", e.Message,
                $"Make it a file that this user can read: chmod 600 '{path}'", e);
        }
    }

    /// <summary>Reads a text; the path only serves to name it in errors.</summary>
    public static T Parse<T>(string yaml, string path, Func<ConfigSection, T> read)
    {
        var reading = new ConfigReading(path);
        var root = YamlTree.Parse(yaml, reading);
        var result = root is null ? default! : ConfigSection.ReadSection(reading, root, "", read);
        return reading.Errors.Count == 0 ? result : throw Invalid(path, reading.Errors);
    }

    /// <summary>Every key that a reader asks an empty file for.</summary>
    public static IReadOnlyList<ConfigKey> KeysOf<T>(Func<ConfigSection, T> read)
    {
        var reading = new ConfigReading("");
        ConfigSection.ReadSection(reading, new ConfigNode(ConfigNodeKind.Empty, 1), "", read);
        return reading.Keys;
    }

    private static string ReadStrictText(string path)
    {
        if (!File.Exists(path) && !Directory.Exists(path))
            return "";

        using var file = File.OpenRead(path);
        var bytes = new byte[ConfigLimits.MaxFileBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > ConfigLimits.MaxFileBytes)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"The configuration {path} is too large.",
                $"A configuration has at most {ConfigLimits.MaxFileBytes} bytes.", "Make it shorter.");
        }

        try
        {
            return StrictUtf8.GetString(bytes.AsSpan(0, length));
        }
        catch (DecoderFallbackException e)
        {
            throw new FabricException(ErrorTable.ConfigInvalid, $"The configuration {path} is not text in UTF-8.",
                e.Message, "Save it in UTF-8.", e);
        }
    }

    private static FabricException Invalid(string path, List<ConfigError> errors)
    {
        var shown = errors.OrderBy(e => e.Line).Take(ConfigLimits.MaxErrorsShown).Select(e => e.ToString());
        var rest = errors.Count - ConfigLimits.MaxErrorsShown;
        var lines = string.Join('\n', rest > 0 ? shown.Append($"… and {rest} more.") : shown);
        return new FabricException(ErrorTable.ConfigInvalid,
            $"The configuration {path} has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")}.",
            lines, "Correct the lines named above; docs/reference/configuration.md lists every key.");
    }
}
