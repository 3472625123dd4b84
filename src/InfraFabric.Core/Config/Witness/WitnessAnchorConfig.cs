namespace InfraFabric.Core.Config.Witness;

/// <summary>A place into which a copy of the ledger is pushed.</summary>
/// <param name="Place">A folder, or <c>s3://bucket/prefix</c>.</param>
/// <param name="Every">How often.</param>
public sealed record WitnessAnchorConfig(string Place, TimeSpan Every)
{
    private const string Bucket = "s3://";

    internal static WitnessAnchorConfig Read(ConfigSection section, string home)
    {
        var folder = ConfigValues.Path(home);
        var place = new ConfigValue<string>(
            "a folder or s3://bucket/prefix", (string text, out string value) =>
            {
                value = text;
                return text.StartsWith(Bucket, StringComparison.Ordinal)
                    ? text.Length > Bucket.Length && !text.AsSpan().ContainsAny("@?# \t")
                    : folder.TryRead(text, out value);
            });
        return new WitnessAnchorConfig(
            section.Required("place", place),
            section.Optional(
                "every", ConfigValues.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "1m"));
    }
}
