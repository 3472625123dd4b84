using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimisePricesListCommand
{
    public static Command Create()
    {
        var verb = new Verb("list", "List all prices of the server, and which somebody has still to confirm.")
        {
            Examples = ["optimise prices list", "optimise prices list --json"],
            Checks = OptimiseChecks.OfPrices,
        };
        verb.Answers(() => ApiJson.Wire.PricesBody, ListAsync, Show);
        return verb;
    }

    private static async Task<PricesBody> ListAsync(CommandRun run)
    {
        using var fabric = ServedFabric.Of(run);
        return await fabric.CallAsync<PricesBody>(OptimiseCalls.Prices);
    }

    private static void Show(PricesBody book, Terminal terminal)
    {
        terminal.Table(
            ["MODEL", "FROM", "CURRENCY", "PRICES", "STATE"],
            book.Prices.Select(price => new[]
            {
                price.Model, price.ValidFrom, price.Currency, PriceText.Of(price), PriceText.StateOf(price),
            }));
        terminal.Line($"Prices of tokens are of a million. The book: {book.Hash}");
        if (book.Problem is { } problem)
            terminal.Hint($"The file has changed, and does not hold: {problem}");
        if (book.Prices.Any(price => price.Confirm))
            terminal.Hint("What is to be confirmed: look it up, and say so: ifctl optimise prices show MODEL");
    }
}
