namespace InfraFabric.State.Contract;

/// <summary>A note as the witness reads it from the outbox.</summary>
public sealed record PositionedNote(NotePosition Position, WitnessNote Note);
