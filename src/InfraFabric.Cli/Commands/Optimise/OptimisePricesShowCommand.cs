using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimisePricesShowCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "The model, or another name of it." };

    public static Command Create()
    {
        var verb = new Verb("show", "Show all that is known of the prices of a model.")
        {
            Examples = ["optimise prices show openai:gpt-4", "optimise prices show haiku --json"],
            Arguments = { Model },
            Checks = OptimiseChecks.OfPrices,
        };
        verb.Answers(() => ApiJson.Wire.PricesBody, ShowAsync, Show);
        return verb;
    }

    private static async Task<PricesBody> ShowAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<PricesBody>(
            OptimiseCalls.Prices, OptimiseCalls.Prices.Request(null).Where("model", run.Get(Model)));
    }

    private static void Show(PricesBody book, Terminal terminal)
    {
        foreach (var price in book.Prices)
        {
            terminal.Line($"{price.Model} from {price.ValidFrom}: {PriceText.StateOf(price)}");
            foreach (var (name, text) in Details(price))
                terminal.Line($"  {name,-15}{text}");
            terminal.Line();
        }

        if (book.Prices.FirstOrDefault(price => price.Confirm) is { } first)
        {
            terminal.Hint($"Is a price right? Add its hash under 'confirmed' in {PriceFile.Name} in the home of the"
                + $" server: confirmed: [\"{first.Hash}\"]");
        }
    }

    private static IEnumerable<(string Name, string Text)> Details(PriceBody price)
    {
        if (price.Aliases.Count > 0)
            yield return ("also called", string.Join(", ", price.Aliases));
        if (price.Tokens.Count > 0)
            yield return ("million tokens", $"{PriceText.Of(price.Tokens)} {price.Currency}");
        if (price.Per.Count > 0)
            yield return ("per", $"{PriceText.Of(price.Per)} {price.Currency}");
        foreach (var (from, prices) in price.Tiers ?? new Dictionary<string, IReadOnlyDictionary<string, decimal>>())
            yield return ($"from {from}", PriceText.Of(prices));
        foreach (var (tier, prices) in price.ServiceTiers
            ?? new Dictionary<string, IReadOnlyDictionary<string, decimal>>())
        {
            yield return (tier, PriceText.Of(prices));
        }

        if (price.Batch is { } batch)
            yield return ("in a batch", PriceText.Of(batch));
        if (price.BatchDiscount is { } discount)
            yield return ("in a batch", $"{discount} % less");
        if (price.AsOf is not null || price.Source is not null)
            yield return ("looked up", $"{price.AsOf} {price.Source}".Trim());
        yield return ("hash", price.Hash);
    }
}
