using System.Globalization;
using System.Text.Json.Nodes;
using InfraFabric.Api.Optimise;

namespace InfraFabric.Cli.Commands.Optimise;

/// <summary>A spending as a row of FOCUS 1.0, whose columns docs/reference/focus.md tells one by one.</summary>
internal static class FocusRow
{
    private const string Ours = "InfraFabric";
    private const decimal Micro = 1_000_000m;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd",
        "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
        "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit", "ContractedCost", "EffectiveCost",
        "InvoiceIssuerName", "ListCost", "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName",
        "PublisherName", "ResourceId", "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "SkuId",
        "SkuPriceId", "SubAccountId", "SubAccountName", "Tags", "x_Outcome", "x_TraceToken",
    ];

    public static IEnumerable<string> Of(SpendRowBody spend)
    {
        var cost = (spend.Cost.MicroUsd / Micro).ToString("0.000000", CultureInfo.InvariantCulture);
        var time = spend.Time.UtcDateTime;
        var month = new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var (provider, service) = ProviderOf(spend.Model);
        var (quantity, unit) = QuantityOf(spend.Usage);
        var tenant = spend.Tenant ?? "fabric";
        return
        [
            cost, "fabric", "fabric", "USD", Time(month.AddMonths(1)), Time(month), "Usage", "", Describe(spend),
            "Usage-Based", Time(time.AddSeconds(1)), Time(time), quantity, unit,
            cost, cost, provider, cost, spend.ServiceTier is null ? "Standard" : "Other", quantity, unit, provider,
            provider, spend.Swarm ?? "", spend.Swarm ?? "", spend.Swarm is null ? "" : "swarm",
            "AI and Machine Learning", service, spend.Model ?? "", spend.PriceBook ?? "", tenant, tenant, Tags(spend),
            spend.Outcome, spend.Trace,
        ];
    }

    private static (string Provider, string Service) ProviderOf(string? model)
    {
        if (model is null)
            return (Ours, "other");
        var colon = model.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (model[..colon], model[(colon + 1)..]) : (Ours, model);
    }

    // FOCUS has one quantity for a row: of several kinds of tokens that is their number.
    private static (string Quantity, string Unit) QuantityOf(IReadOnlyDictionary<string, decimal>? usage)
    {
        if (usage is null || usage.Count == 0)
            return ("", "");
        var units = usage.Keys.Select(UnitOf).Distinct().ToList();
        return units is [var unit]
            ? (usage.Values.Sum().ToString("0.######", CultureInfo.InvariantCulture), unit)
            : ("", "");
    }

    private static string UnitOf(string name) => name switch
    {
        "calls" => "Calls",
        "messages" => "Messages",
        "minutes" => "Minutes",
        "hours" => "Hours",
        "gb" => "GB",
        _ => "Tokens",
    };

    private static string Describe(SpendRowBody spend) =>
        $"{spend.Model ?? "spending"} for {spend.Kind ?? "no task"}{(spend.Batch ? " in a batch" : "")}";

    private static string Tags(SpendRowBody spend)
    {
        var tags = new JsonObject();
        foreach (var (name, text) in new[]
        {
            ("task", spend.Task), ("swarm", spend.Swarm), ("tenant", spend.Tenant), ("kind", spend.Kind),
            ("capability", spend.Capability), ("service_tier", spend.ServiceTier),
        })
        {
            if (text is not null)
                tags[name] = text;
        }

        foreach (var (name, quantity) in spend.Usage ?? new Dictionary<string, decimal>())
            tags[$"usage_{name}"] = quantity.ToString("0.######", CultureInfo.InvariantCulture);
        return tags.ToJsonString();
    }

    private static string Time(DateTime moment) =>
        moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
