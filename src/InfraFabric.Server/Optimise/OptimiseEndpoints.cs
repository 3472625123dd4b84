using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Core.Errors;
using InfraFabric.Optimise;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Reports;
using InfraFabric.Optimise.Spends;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Optimise;

/// <summary>Costs over HTTP: what was spent on what, what came of it, and what things cost.</summary>
internal sealed class OptimiseEndpoints(
    CostLedger costs, PriceSource prices, FabricWitness witness, IStateStore state, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(OptimiseCalls.Report, ReportAsync);
        routes.Map(OptimiseCalls.Spends, ListAsync);
        routes.Map(OptimiseCalls.Prices, PricesAsync);
        routes.Map(OptimiseCalls.Advice, AdviseAsync);
    }

    private async Task ReportAsync(HttpContext context)
    {
        var (from, to) = CostWindow.Of(context.Request, time, CostWindow.Week);
        var query = new CostQuery
        {
            By = [.. (QueryValues.Optional(context.Request, "by") ?? "model").Split(',').Select(DimensionOf)],
            From = from,
            To = to,
            Skip = QueryValues.Number(context.Request, "skip") ?? 0,
            Limit = QueryValues.Number(context.Request, "limit") ?? OptimiseLimits.DefaultPageSize,
        };
        // Whoever asks finds what it has just settled.
        await witness.DrainedAsync(state, time, context.RequestAborted);
        var report = await costs.ReportAsync(query, context.RequestAborted);
        await context.JsonAsync(OptimiseBodies.From(query, report), ApiJson.Wire.CostReportBody);
    }

    private async Task ListAsync(HttpContext context)
    {
        var (from, to) = CostWindow.Of(context.Request, time, CostWindow.Week);
        await witness.DrainedAsync(state, time, context.RequestAborted);
        var page = await costs.ListAsync(
            from, to, QueryValues.Revision(context.Request, "after") ?? -1,
            QueryValues.Number(context.Request, "limit") ?? OptimiseLimits.DefaultPageSize, context.RequestAborted);
        await context.JsonAsync(
            new SpendsBody([.. page.Spends.Select(OptimiseBodies.From)], page.Next), ApiJson.Wire.SpendsBody);
    }

    private async Task AdviseAsync(HttpContext context)
    {
        var (from, to) = CostWindow.Of(context.Request, time, CostWindow.Year);
        await witness.DrainedAsync(state, time, context.RequestAborted);
        var advice = await costs.AdviseAsync(
            QueryValues.Optional(context.Request, "kind"), from, to, context.RequestAborted);
        await context.JsonAsync(
            new AdviceBody(
                [.. advice.Select(AdviceBodies.From)], OptimiseLimits.MinHistory, OptimiseLimits.MinConfidence),
            ApiJson.Wire.AdviceBody);
    }

    private async Task PricesAsync(HttpContext context)
    {
        var book = prices.Current;
        var model = QueryValues.Optional(context.Request, "model");
        var versions = model is null ? [.. book.Versions] : book.VersionsOf(model);
        if (model is not null && versions.Count == 0)
        {
            throw new FabricException(ErrorTable.NotFound, "The price book does not have that model.",
                "Neither a price nor another name of one is like that.", "List all: ifctl optimise prices list");
        }

        var now = time.GetUtcNow();
        var rates = book.Rates.Keys.Select(currency => (currency, Rate: book.RateOf(currency, now)))
            .Where(rate => rate.Rate is not null).ToDictionary(rate => rate.currency, rate => rate.Rate!.Dollars);
        await context.JsonAsync(
            new PricesBody(
                book.Hash.ToString(), [.. versions.Select(price => OptimiseBodies.From(price, book, now))], rates,
                prices.Problem),
            ApiJson.Wire.PricesBody);
    }

    private static CostDimension DimensionOf(string text) =>
        text.All(char.IsAsciiLetterLower) && Enum.TryParse<CostDimension>(text, ignoreCase: true, out var by)
            ? by
            : throw new FabricException(ErrorTable.Usage, "Costs cannot be told apart like that.",
                $"'{(text.Length > 40 ? text[..40] : text)}' is nothing that they are known by.",
                "They are told apart by model, swarm, task, tenant, kind, capability, outcome, day or price.");
}
