namespace InfraFabric.Cli.Answers;

/// <summary>One task of a migration.</summary>
/// <param name="Label">Its id on the board.</param>
/// <param name="Title">What it is called.</param>
/// <param name="State">available or completed: what it becomes.</param>
/// <param name="Source">Where it stands: file and line.</param>
/// <param name="Action">
/// create, created, known, or differs: it was imported before in another form, and stays so.
/// </param>
/// <param name="Task">Its id in the fabric, once it has one.</param>
internal sealed record MigratedTaskAnswer(
    string Label, string Title, string State, string Source, string Action, string? Task)
{
    public IReadOnlyList<string>? DependsOn { get; init; }

    public string? Session { get; init; }

    public string? Phase { get; init; }
}
