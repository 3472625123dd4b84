using System.Reflection.Emit;
using InfraFabric.Wasm.Compilation;

namespace InfraFabric.Wasm.Emission;

/// <summary>
/// The body of a <c>try_table</c> while it is emitted. The machine's compiler lets control go out of it by leaving
/// only, and into it at its beginning only: so it has traps and pauses of its own.
/// </summary>
/// <param name="Outside">The open blocks below this number are outside, the <c>try_table</c> itself among them.</param>
/// <param name="Clauses">Where in the module's bytes its clauses are.</param>
internal sealed record ProtectedRegion(int Outside, int Clauses)
{
    public Dictionary<string, Label> Traps { get; } = [];

    public List<Pause> Pauses { get; } = [];
}
