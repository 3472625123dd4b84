using InfraFabric.Core.Errors;

namespace InfraFabric.Server.Identity;

/// <summary>Scopes as they are written: <c>state:read</c>, <c>tasks:write</c>, <c>operate</c>.</summary>
internal static class ScopeNames
{
    private static readonly (Scopes Scope, string Name)[] Names =
    [
        (Scopes.StateRead, "state:read"),
        (Scopes.TasksRead, "tasks:read"),
        (Scopes.TasksWrite, "tasks:write"),
        (Scopes.Swarm, "swarm"),
        (Scopes.Orchestrate, "orchestrate"),
        (Scopes.WitnessRead, "witness:read"),
        (Scopes.Operate, "operate"),
    ];

    /// <summary>The names of some scopes; all of them together are <c>operate</c>.</summary>
    public static IReadOnlyList<string> Of(Scopes scopes) =>
        scopes.HasFlag(Scopes.Operate)
            ? ["operate"]
            : [.. Names.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Name)];

    /// <summary>Reads names; <c>operate</c> brings all others with it. None at all is an error, too.</summary>
    public static Scopes Parse(IReadOnlyCollection<string> names)
    {
        if (names.Count is 0 || names.Count > Names.Length)
            throw Unknown($"{names.Count} scopes were named");
        var scopes = Scopes.None;
        foreach (var name in names)
        {
            var known = Array.Find(Names, known => known.Name == name);
            scopes |= known.Scope switch
            {
                Scopes.None => throw Unknown(name is { Length: <= 40 } ? $"'{name}' is not one" : "something else is"),
                Scopes.Operate => Scopes.All,
                var scope => scope,
            };
        }

        return scopes;
    }

    private static FabricException Unknown(string why) => new(ErrorTable.Usage, "The scopes cannot be read.",
        $"Of the scopes that there are, one or more are named: {why}.",
        $"Name some of {string.Join(", ", Names.Select(known => known.Name))}.");
}
