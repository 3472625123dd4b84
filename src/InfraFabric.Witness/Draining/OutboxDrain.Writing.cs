using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Draining;

/// <content>What a server does that has the seat, or could have it.</content>
public sealed partial class OutboxDrain
{
    /// <summary>Writes the ledger for as long as this server can and no other does.</summary>
    private async ValueTask TryWriteAsync(CancellationToken stopping)
    {
        if (await _seat.IsAnothersAsync(stopping))
        {
            Recover(await ProblemWithKeyAsync(stopping));
            return;
        }

        // A server that could not write must not have the seat.
        await RequireWritableAsync(stopping);
        if (!await _seat.TryTakeAsync(stopping))
            return;
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await WorkAsync(work);
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            // The seat is lost, and another server's.
            Recover();
        }
        catch
        {
            _failures++;
            throw;
        }
    }

    /// <summary>Writes the ledger until that is cancelled, which the loss of the seat does.</summary>
    private async ValueTask WorkAsync(CancellationTokenSource work)
    {
        var keeping = KeepSeatAsync(work);
        var listening = ListenAsync(work.Token);
        Ledger? ledger = null;
        try
        {
            await StepAsync(
                async token => ledger = await Ledger.OpenAsync(_store, _options, _chance, _logger, token),
                OpenTimeout, work.Token);
            Ledger = ledger;
            _settled.TrySetResult();
            while (true)
                await StepAsync(token => DrainOrWaitAsync(ledger!, token), StepTimeout, work.Token);
        }
        finally
        {
            Ledger = null;
            End(work);
            await keeping;
            await listening;
            // Before the ledger is closed, which has to wait for a store that hangs: another server may reach it.
            await LeaveAsync();
            if (ledger is not null)
                await ledger.DisposeAsync();
        }
    }

    /// <summary>Takes what there is; if there is nothing, waits until there may be.</summary>
    private async ValueTask DrainOrWaitAsync(Ledger ledger, CancellationToken cancellationToken)
    {
        var notes = await _state.ReadNotesAsync(ledger.Head.Drained, StateLimits.MaxNotesRead, cancellationToken);
        if (notes.Count > 0)
        {
            await ledger.AppendAsync(notes, cancellationToken);
            await _state.RemoveNotesAsync(ledger.Head.Drained, cancellationToken);
        }

        Recover();
        if (notes.Count == 0)
            await _wake.Reader.ReadAsync(cancellationToken);
    }

    /// <summary>Keeps the seat while the ledger is opened and written, however long a step takes.</summary>
    private async Task KeepSeatAsync(CancellationTokenSource work)
    {
        try
        {
            do
                await Task.Delay(SequencerSeat.KeepEvery, _time, work.Token);
            while (await _seat.KeepAsync(work.Token));
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failed)
        {
            LogNotKept(_logger, failed.Message);
        }

        End(work);
    }

    /// <summary>Throws when this server could not go on with the ledger as it stands.</summary>
    private async ValueTask RequireWritableAsync(CancellationToken stopping) => await StepAsync(
        async token =>
        {
            var head = await _store.LoadAsync(token);
            SignedHead.Require(head, _options);
            var state = await _state.GetStatsAsync(token);
            if (head.Drained.Revision > state.Revision)
                throw LedgerErrors.StateBehind(state.Revision, head.Drained.Revision);
        },
        StepTimeout, stopping);

    /// <summary>Why this server could not take over from the one that writes; null if it could.</summary>
    private async ValueTask<string?> ProblemWithKeyAsync(CancellationToken stopping)
    {
        try
        {
            await StepAsync(
                async token => SignedHead.Require(await _store.LoadAsync(token), _options), StepTimeout, stopping);
            return null;
        }
        catch (FabricException told)
        {
            // Whether the ledger can be reached is seen by the server that writes it.
            return told.Error == ErrorTable.Conflict ? TextOf(told) : null;
        }
    }

    /// <summary>Gives up what hangs, so that it is begun anew, here or at another server.</summary>
    private async ValueTask StepAsync(
        Func<CancellationToken, ValueTask> step, TimeSpan patience, CancellationToken stopping)
    {
        using var atMost = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(atMost.Token, stopping);
        try
        {
            await step(either.Token);
        }
        catch (OperationCanceledException) when (atMost.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw LedgerErrors.Hangs(patience);
        }
    }

    /// <summary>Hears of commits, so that their notes need not wait for a look.</summary>
    private async Task ListenAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = (await _state.GetStatsAsync(stopping)).Revision;
                await foreach (var _ in _state.WatchAsync("", now, stopping))
                    _wake.Writer.TryWrite(true);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                // The timer wakes the drain all the same, only later.
                LogNotHeard(_logger, failed.Message);
                await PauseAsync(LookAgain, stopping);
            }
        }
    }

    // Not CancelAsync, which would go on on a thread of its own.
    private static void End(CancellationTokenSource work) => work.Cancel();

    private async ValueTask LeaveAsync()
    {
        try
        {
            using var atMost = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            await _seat.LeaveAsync(atMost.Token);
        }
        catch (Exception failed)
        {
            // Its lease ends by itself soon after.
            LogNotLeft(_logger, failed.Message);
        }
    }
}
