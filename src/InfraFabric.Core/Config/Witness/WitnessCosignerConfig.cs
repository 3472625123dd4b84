namespace InfraFabric.Core.Config.Witness;

/// <summary>Somebody who cosigns the ledger.</summary>
/// <param name="Address">Below which it takes requests.</param>
/// <param name="Key">The key of its cosignatures.</param>
public sealed record WitnessCosignerConfig(Uri Address, string Key)
{
    private const int MaxLength = 320;

    /// <summary>How C2SP's signed-note writes a public key.</summary>
    internal static readonly ConfigValue<string> VerifierKey = new(
        "a verifier key, NAME+HASH+KEY", (string text, out string value) =>
        {
            value = text;
            // The key itself may have a plus sign in its base64.
            return text.Length <= MaxLength && text.Split('+', 3) is [{ Length: > 0 }, { Length: 8 }, { Length: 44 }]
                && !text.Any(char.IsWhiteSpace);
        });

    private static readonly ConfigValue<Uri> HttpAddress = new(
        "http(s)://...", (string text, out Uri value) =>
            Uri.TryCreate(text, UriKind.Absolute, out value!) && value.Scheme is "http" or "https"
            && value.UserInfo.Length == 0 && value.Query.Length == 0 && value.Fragment.Length == 0);

    internal static WitnessCosignerConfig Read(ConfigSection section) =>
        new(section.Required("url", HttpAddress), section.Required("key", VerifierKey));
}
