using InfraFabric.Core.Config;

namespace InfraFabric.Optimise.Prices;

/// <summary>A file of prices, read whole or refused with all its mistakes.</summary>
public static class PriceFile
{
    /// <summary>The path within a home.</summary>
    public const string Name = "optimise/prices.yaml";

    private const string Resource = "prices.yaml";

    private static readonly Lazy<PriceBook> ShippedBook = new(() => Parse(ShippedText(), "the shipped prices", null));

    /// <summary>What came with the program.</summary>
    public static PriceBook Shipped => ShippedBook.Value;

    /// <summary>The prices of a file over those that came with the program; only those if there is no file.</summary>
    public static PriceBook Load(string path) =>
        ConfigFile.Load(path, section => PriceReader.Read(section, Shipped));

    /// <summary>The prices of a text over others; the path only serves to name it in errors.</summary>
    internal static PriceBook Parse(string yaml, string path, PriceBook? below) =>
        ConfigFile.Parse(yaml, path, section => PriceReader.Read(section, below));

    private static string ShippedText()
    {
        using var stream = typeof(PriceFile).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
