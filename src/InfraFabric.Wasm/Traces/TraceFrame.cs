namespace InfraFabric.Wasm.Traces;

/// <summary>A function that ran when a trap happened: one of a module, or of the host.</summary>
/// <param name="Function">Its index in its module; null for a function of the host.</param>
/// <param name="Name">The name it had in its source, else the one it is exported by, else <c>func[12]</c>.</param>
/// <param name="Module">The name that the module gives itself, if it does.</param>
public sealed record TraceFrame(int? Function, string Name, string? Module)
{
    public bool IsHost => Function is null;

    public override string ToString() => this switch
    {
        { IsHost: true } => $"host {Name}",
        { Module: null } => Name,
        _ => $"{Module}!{Name}",
    };
}
