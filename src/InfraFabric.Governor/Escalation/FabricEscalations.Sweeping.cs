using InfraFabric.Governor.Messages;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Escalation;

/// <content>What is closed or sent is forgotten after a while; what is open never is.</content>
public sealed partial class FabricEscalations
{
    private const int SweptAtOnce = StateLimits.MaxGuards;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private async Task SweepLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(SweepEvery, _time, stopping);
                await SweepAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogNotSwept(_logger, failed.Message);
            }
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        var before = _time.GetUtcNow() - _options.Keep;
        // The last one that a channel told of marks how far it has come.
        var escalations = _escalations.MadeAfter(0)
            .Where(one => one.Record.ClosedAt < before && !_messages.IsLast(one.Id))
            .Select(one => (one.Id.Key, one.Revision));
        var messages = _messages.List().Where(one => one.Record.At < before)
            .Select(one => (MessageRecord.KeyOf(one.Channel, one.Number), one.Revision));
        foreach (var old in escalations.Concat(messages).Chunk(SweptAtOnce))
        {
            // Another server may be first: then there is nothing left to do here.
            await _store.CommitAsync(
                new Commit(
                    [.. old.Select(one => Guard.Unchanged(one.Item1, one.Revision))],
                    [.. old.Select(one => Write.Delete(one.Item1))],
                    [Note("escalation.sweep", EscalationId.Prefix, _self)]),
                stopping);
        }
    }
}
