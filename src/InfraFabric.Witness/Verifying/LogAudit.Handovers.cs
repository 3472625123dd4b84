using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Verifying;

/// <content>Whether the log continues the checkpoints at which it went from key to key.</content>
public sealed partial class LogAudit
{
    private readonly IReadOnlyList<Checkpoint> _handovers;
    private int _nextHandover;
    private Checkpoint? _notContinued;

    private IReadOnlyList<NoteKey> KeysFor(SignedNote note) => _options.Handovers.KeysFor(
        _options.Keys, Checkpoint.TryParse(note.Text, out var checkpoint) ? checkpoint.Size : 0);

    private void CheckHandover(Checkpoint handover)
    {
        if (_tree.Root() != handover.Root)
            _notContinued ??= handover;
    }

    // Handovers beyond the end are of a later time than the checkpoint that is verified.
    private LogFault? CheckHandovers() => _notContinued is { } handover
        ? new LogFault(null, $"It is forked: it does not continue the handover of its key at {handover.Size} entries.")
        : null;
}
