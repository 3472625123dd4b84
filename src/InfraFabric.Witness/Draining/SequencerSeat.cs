using System.Text;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Witness.Draining;

/// <summary>
/// Which of the servers on one state store writes the ledger: the one whose name stands in a record on its lease. It
/// only keeps two from getting in each other's way; that there is no fork is seen to by the ledger's store.
/// </summary>
internal sealed class SequencerSeat(
    IStateStore state, string member, string ledgerId, TimeProvider time, TraceToken trace)
{
    private const string Actor = "if://agent/infrafabric.witness/0";

    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(6);
    private static readonly RecordKey Seat = new("witness/sequencer");
    private static readonly RecordKey Named = new("witness/ledger");

    private LeaseId _lease;

    /// <summary>Whether another server has it. Whoever has it sees to the notes.</summary>
    public async ValueTask<bool> IsAnothersAsync(CancellationToken cancellationToken) =>
        await HolderAsync(state, cancellationToken) is { } holder && holder != member;

    /// <summary>
    /// Takes the seat if it is free, or is left of this server's last time. An error if the store's notes have gone
    /// into another ledger until now: whoever has that one must go on with it.
    /// </summary>
    public async ValueTask<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        var seat = await state.GetAsync(Seat, null, cancellationToken);
        if (seat is not null && Encoding.UTF8.GetString(seat.Value.Span) != member)
            return false;
        var named = await state.GetAsync(Named, null, cancellationToken);
        if (named is not null && Encoding.UTF8.GetString(named.Value.Span) != ledgerId)
            throw AnotherLedger(Encoding.UTF8.GetString(named.Value.Span));
        var lease = await state.GrantLeaseAsync(TimeToLive, Note("witness.lease"), cancellationToken);
        var outcome = await state.CommitAsync(
            new Commit(
                [
                    seat is null ? Guard.Absent(Seat) : Guard.Unchanged(Seat, seat.ModifyRevision),
                    named is null ? Guard.Absent(Named) : Guard.Unchanged(Named, named.ModifyRevision),
                ],
                [
                    Write.Put(Seat, Encoding.UTF8.GetBytes(member), lease),
                    Write.Put(Named, Encoding.UTF8.GetBytes(ledgerId)),
                ],
                [Note("witness.seat")]),
            cancellationToken);
        if (outcome.Succeeded)
            _lease = lease;
        else
            await state.RevokeLeaseAsync(lease, Note("witness.overtaken"), cancellationToken);
        return outcome.Succeeded;
    }

    /// <summary>The server that has the seat of a store; null while none has.</summary>
    public static async ValueTask<string?> HolderAsync(IStateStore state, CancellationToken cancellationToken) =>
        await state.GetAsync(Seat, null, cancellationToken) is { } seat
            ? Encoding.UTF8.GetString(seat.Value.Span)
            : null;

    /// <summary>Keeps the seat; false when it is lost.</summary>
    public ValueTask<bool> KeepAsync(CancellationToken cancellationToken) =>
        state.KeepLeaseAliveAsync(_lease, cancellationToken);

    /// <summary>How often it must be kept.</summary>
    public static TimeSpan KeepEvery => TimeToLive / 3;

    /// <summary>
    /// Gives it up, so that another need not wait for it. If that fails, the lease ends by itself soon after.
    /// </summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        var lease = _lease;
        _lease = LeaseId.None;
        if (!lease.IsNone)
            await state.RevokeLeaseAsync(lease, Note("witness.leave"), cancellationToken);
    }

    private static FabricException AnotherLedger(string other) => new(ErrorTable.Conflict,
        "This server does not write the ledger.",
        $"The fabric's entries are in the ledger '{other}', which is not the one that this server has.",
        "Start the server that has it. For a ledger that every server can write, let all use one in PostgreSQL"
            + " ('witness.backend: postgres'), with the same keys/witness.key.");

    private WitnessNote Note(string operation) => new()
    {
        Trace = trace,
        Actor = Actor,
        Component = "witness",
        Operation = operation,
        Subject = Seat.Text,
        Time = time.GetUtcNow(),
    };
}
