using System.Globalization;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Optimise;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Invoices;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;
using InfraFabric.Server.Coordination;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Optimise;

/// <summary>Invoices over HTTP, held against the ledger. Too much that is wrong is noted as severe.</summary>
internal sealed class ReconcileEndpoint(
    CostLedger costs, PriceSource prices, FabricWitness witness, IStateStore state, TimeProvider time)
{
    private const decimal DefaultLimit = 0.01m;

    public void Map(IEndpointRouteBuilder routes) => routes.Map(OptimiseCalls.Reconcile, ReconcileAsync);

    private async Task ReconcileAsync(HttpContext context)
    {
        var ask = await RequestJson.ReadAsync(context, ApiJson.Strict.ReconcileAskBody);
        var limit = ask.DriftLimit ?? DefaultLimit;
        if (limit is < 0 or > 1)
        {
            throw new FabricException(ErrorTable.Usage, "The limit of the drift is not accepted.",
                "It is a part of the whole, from 0 to 1.", "Correct it: 0.01 is one in a hundred.");
        }

        var from = MonthOf(ask.Month);
        var reconciler = new Reconciler(ask.Invoice, ask.Provider, prices.Current, from.AddMonths(1));
        await witness.DrainedAsync(state, time, context.RequestAborted);
        var found = await costs.ReconcileAsync(reconciler, from, from.AddMonths(1), context.RequestAborted);
        var body = AdviceBodies.From(found, limit);
        if (body.Alarm)
            await state.CommitAsync(new Commit([], [], [NoteOf(context, ask, body)]), context.RequestAborted);
        await context.JsonAsync(body, ApiJson.Wire.ReconciledBody);
    }

    private WitnessNote NoteOf(HttpContext context, ReconcileAskBody ask, ReconciledBody found)
    {
        var cause = CoordinatorCause.Of(context);
        return new WitnessNote
        {
            Trace = cause.Trace,
            Actor = cause.Actor,
            Component = "optimise",
            Operation = "optimise.drift",
            Subject = $"invoices/{ask.Provider}/{ask.Month}",
            Time = time.GetUtcNow(),
            Why = cause.Why,
            Outcome = "alarm",
            Severity = NoteSeverity.High,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["invoice"] = found.Invoice.ToString(),
                ["settled"] = found.Ledger.ToString(),
                ["drift"] = found.Drift.ToString(CultureInfo.InvariantCulture),
                ["limit"] = found.DriftLimit.ToString(CultureInfo.InvariantCulture),
                ["causes"] = string.Join(", ", found.Causes.Select(one => $"{one.Cause} {one.Amount}")),
                ["hash"] = Sha256Hash.Of(Encoding.UTF8.GetBytes(ask.Invoice)).ToString(),
            },
        };
    }

    private static DateTimeOffset MonthOf(string text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var month)
            && month.Year is > 1 and < 9999
            ? month
            : throw new FabricException(ErrorTable.Usage, "The month is not one.",
                "It is written with four digits for the year and two for the month.", "Write it like 2026-10.");
}
