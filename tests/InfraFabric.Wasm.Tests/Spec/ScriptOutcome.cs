namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>
/// What came of one script: how many commands of each kind it has, and which did not go as they should.
/// </summary>
internal sealed class ScriptOutcome
{
    private readonly SortedDictionary<string, int> _commands = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];

    public IReadOnlyDictionary<string, int> Commands => _commands;

    /// <summary>Assertions about the text format, which an engine for the binary format does not read.</summary>
    public int NotApplicable { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    public void Count(string kind) => _commands[kind] = _commands.GetValueOrDefault(kind) + 1;

    public void SkipText() => NotApplicable++;

    public void Fail(int line, string kind, string what) => _failures.Add($"line {line}, {kind}: {what}");

    public override string ToString() =>
        $"{string.Join(", ", _commands.Select(pair => $"{pair.Value} {pair.Key}"))}"
        + $"{(NotApplicable > 0 ? $", of them {NotApplicable} about the text format" : "")}"
        + $"{(_failures.Count > 0 ? $", {_failures.Count} FAILED" : "")}";
}
