using System.Globalization;
using System.Text;
using InfraFabric.Api;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Witness;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Proofs;
using InfraFabric.Witness.Storage;
using InfraFabric.Witness.Verifying;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InfraFabric.Server.Witness;

/// <summary>The ledger over HTTP: how it stands, and what is in it.</summary>
internal sealed class WitnessEndpoints(
    FabricWitness witness, IStateStore state, TimeProvider time, CancellationToken stopping)
{
    private readonly WitnessBodies _bodies = new(witness.Store);
    private readonly PersonalErasure _erasure = new(witness, state, time);
    private readonly CheckNotes _checks = new(state, time);
    private LedgerHead _seen = witness.HeadAtStart;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(WitnessCalls.Find, FindAsync);
        routes.Map(WitnessCalls.Show, ShowAsync);
        routes.Map(WitnessCalls.Stats, StatsAsync);
        routes.Map(WitnessCalls.Watch, new WitnessPush(witness, _bodies, time, stopping).ServeAsync);
        routes.Map(WitnessCalls.Erase, EraseAsync);
        routes.Map(WitnessCalls.Checks, CheckAsync);
        routes.Map(WitnessCalls.RotateKey, RotateKeyAsync);
    }

    private async Task FindAsync(HttpContext context)
    {
        var query = WitnessQueries.Of(context.Request);
        var proves = QueryValues.Flag(context.Request, "proof");
        if (proves && query.Limit > ServerLimits.MaxProofs)
            throw WitnessQueries.Wrong("limit", $"is at most {ServerLimits.MaxProofs} where proofs are asked for");
        await witness.DrainedAsync(state, time, context.RequestAborted);
        var found = await witness.Search.FindAsync(query, context.RequestAborted);
        var entries = new List<WitnessEntryBody>(found.Entries.Count);
        foreach (var entry in found.Entries)
            entries.Add(await _bodies.OfAsync(entry, context.RequestAborted));
        if (proves)
            await ProveAsync(entries, context.RequestAborted);
        await context.JsonAsync(
            new WitnessPageBody(entries, found.NextAfter, found.Size), ApiJson.Wire.WitnessPageBody);
    }

    /// <summary>Gives entries their proofs, all under one checkpoint.</summary>
    private async Task ProveAsync(List<WitnessEntryBody> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;
        var checkpoint = await witness.Log.ReadCheckpointAsync(cancellationToken);
        if (!SignedNote.TryParse(checkpoint.Span, out var note))
            throw new InvalidDataException("The checkpoint of the ledger is no signed note.");
        // Not simply this server's key: the ledger may just have been handed over.
        var key = LogKeys.Read(await witness.Log.ReadKeysAsync(cancellationToken)).First(note.IsSignedBy);
        for (var i = 0; i < entries.Count; i++)
        {
            var proof = await EntryProver.ProveAsync(witness.Log, note, key, entries[i].Index, cancellationToken);
            entries[i] = entries[i] with { Proof = ProofFile.Write(proof) };
        }
    }

    private async Task ShowAsync(HttpContext context)
    {
        var named = (string)context.Request.RouteValues["index"]!;
        if (!long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw WitnessQueries.Wrong("index", "is not a number of 0 or more");
        var found = await witness.Search.ReadAsync(index, context.RequestAborted);
        var body = context.Caller().May(Scopes.Operate)
            ? await _bodies.WithTextsAsync(found, context.RequestAborted)
            : await _bodies.OfAsync(found, context.RequestAborted);
        await context.JsonAsync(body, ApiJson.Wire.WitnessEntryBody);
    }

    private async Task EraseAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.WitnessEraseBody);
        var erased = await _erasure.EraseAsync(body.Entries, ChangeOrigin.Of(context), context.RequestAborted);
        await context.JsonAsync(new WitnessErasedBody(erased), ApiJson.Wire.WitnessErasedBody);
    }

    private async Task CheckAsync(HttpContext context)
    {
        var body = await RequestJson.ReadAsync(context, ApiJson.Strict.WitnessChecksBody);
        await _checks.NoteAsync(body, ChangeOrigin.Of(context), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RotateKeyAsync(HttpContext context)
    {
        var origin = ChangeOrigin.Of(context);
        var rotated = await witness.RotateKeyAsync(
            new WitnessNote
            {
                Trace = origin.Trace,
                Actor = origin.Actor.ToString(),
                Component = "witness",
                // The ledger says itself what is done to it.
                Operation = LedgerHandover.Operation,
                Subject = witness.Options.Origin,
                Time = time.GetUtcNow(),
                Why = origin.Why,
            },
            context.RequestAborted);
        await context.JsonAsync(rotated, ApiJson.Wire.WitnessKeyBody);
    }

    private async Task StatsAsync(HttpContext context)
    {
        var stop = context.RequestAborted;
        var (head, last, problem) = await StandAsync(stop);
        var stats = await state.GetStatsAsync(stop);
        await context.JsonAsync(
            new WitnessStatsBody
            {
                Ledger = witness.Store.Id,
                Origin = witness.Options.Origin,
                Key = witness.Options.NoteKeys.First().ToString(),
                Size = head.Size,
                Pruned = head.Pruned,
                Root = RootOf(head),
                CheckpointAgeMs = last is null ? null : (long)(time.GetUtcNow() - last.Time).TotalMilliseconds,
                Revision = stats.Revision,
                DrainedRevision = head.Drained.Revision,
                PendingNotes = stats.PendingNotes,
                Unindexed = Math.Max(0, head.Size - witness.Index.Size),
                LagMs = (long)witness.Drain.Lag.TotalMilliseconds,
                Problem = witness.Drain.Problem ?? problem,
                Writer = await witness.Drain.WriterAsync(stop),
                IsWriter = witness.Drain.Ledger is not null,
                Anchors = witness.Anchors,
                Cosigners = witness.Cosigning.Stats(),
                CosignerKey = witness.Cosigning.Desk?.Key.ToString(),
                Cosigns = witness.Cosigning.Desk?.Stats() ?? [],
            },
            ApiJson.Wire.WitnessStatsBody);
    }

    /// <summary>How the ledger stands, or stood when its store last answered, and why that is not now.</summary>
    private async ValueTask<(LedgerHead Head, LedgerEntry? Last, string? Problem)> StandAsync(CancellationToken stop)
    {
        using var soon = new CancellationTokenSource(ServerLimits.WitnessStats, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, stop);
        try
        {
            _seen = await witness.Store.LoadAsync(either.Token);
            return (_seen, await LastEntryAsync(_seen, either.Token), null);
        }
        catch (FabricException away) when (away.Error.Retryable)
        {
            return (_seen, null, $"{away.What} {away.Why}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (_seen, null, $"The ledger has not answered for {ServerLimits.WitnessStats.TotalSeconds:0} s.");
        }
    }

    private async ValueTask<LedgerEntry?> LastEntryAsync(LedgerHead head, CancellationToken stop)
    {
        if (head.Size == 0)
            return null;
        var last = await witness.Store.ReadEntriesAsync(head.Size - 1, 1, stop);
        return last is [{ IsEmpty: false } bytes] ? EntryForm.Read(bytes) : null;
    }

    private static string? RootOf(LedgerHead head) =>
        SignedNote.TryParse(Encoding.UTF8.GetBytes(head.Checkpoint), out var note)
        && Checkpoint.TryParse(note.Text, out var checkpoint)
            ? checkpoint.Root.ToString()
            : null;
}
