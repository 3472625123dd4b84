using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <content>What was seen of the log before.</content>
public sealed partial class LogAudit
{
    private bool _isFork;

    private LogFault? CheckEarlier()
    {
        if (_options.Earlier is not { } note)
            return null;
        var earlier = ProofCheck.Verify(note, KeysFor(note));
        if (earlier.Fault is { } fault)
            return fault with { Reason = $"The earlier checkpoint: {fault.Reason}" };
        if (earlier.Origin != _report.Origin)
            return new LogFault(null, $"The earlier checkpoint is of another log, {earlier.Origin}.");
        if (earlier.Size > _report.Size)
        {
            return new LogFault(
                _report.Size, $"Its end is missing: it had {earlier.Size} entries, and now has {_report.Size}.");
        }

        _earlier = new Checkpoint(earlier.Origin!, earlier.Size, earlier.Root);
        return null;
    }

    // Last, when it is certain that the root of now is of these entries: else it is damage, and nobody's doing.
    private LogFault? CheckContinues()
    {
        _isFork = _earlier is { } earlier && earlier.Root != _earlierRoot;
        return _isFork
            ? new LogFault(null, $"It is forked: it does not continue its own checkpoint of {_earlier!.Size} entries.")
            : null;
    }
}
