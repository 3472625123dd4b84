namespace InfraFabric.Api.Tasks;

/// <summary>What the owner of a task last told of the work.</summary>
public sealed record ProgressNoteBody(string Note, int? Percent, DateTimeOffset At);
