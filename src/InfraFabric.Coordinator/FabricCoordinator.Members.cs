using InfraFabric.Coordinator.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>The servers that serve one store know of each other by records on leases.</content>
public sealed partial class FabricCoordinator
{
    private static readonly TimeSpan MemberTimeToLive = TimeSpan.FromSeconds(10);

    private LeaseId _membership;

    /// <summary>Tells the other servers of this one for as long as it lives.</summary>
    public async ValueTask JoinAsync(string url, string version, CancellationToken cancellationToken = default)
    {
        var member = new MemberRecord(_options.Member, url, version, _time.GetUtcNow());
        await EnlistAsync(member, cancellationToken);
        _loops.Add(StayAsync(member, _stop.Token));
    }

    private async ValueTask EnlistAsync(MemberRecord member, CancellationToken cancellationToken)
    {
        var key = Keys.Member(member.Name);
        _membership = await _store.GrantLeaseAsync(
            MemberTimeToLive, NoteOf(_self, "member.lease", key), cancellationToken);
        await _store.CommitAsync(
            new Commit(
                [], [Write.Put(key, RecordBytes.Of(member), _membership)], [NoteOf(_self, "member.join", key)]),
            cancellationToken);
    }

    private async Task StayAsync(MemberRecord member, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await PauseAsync(MemberTimeToLive / 3, stopping);
            try
            {
                if (!await _store.KeepLeaseAliveAsync(_membership, stopping))
                    await EnlistAsync(member, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogKeepFailed(_logger, _membership.ToString(), failed.Message);
            }
        }
    }

    private async ValueTask LeaveMembersAsync()
    {
        if (_membership.IsNone)
            return;
        try
        {
            using var atMost = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            await _store.RevokeLeaseAsync(
                _membership, NoteOf(_self, "member.leave", Keys.Member(_options.Member)), atMost.Token);
        }
        catch (Exception failed)
        {
            // Its lease ends by itself soon after.
            LogKeepFailed(_logger, _membership.ToString(), failed.Message);
        }
    }
}
