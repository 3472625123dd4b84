using System.Reflection.Emit;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// A place at which the meter is looked at and the code can go on: where it goes when the meter is empty, where it
/// comes back to, and, in a loop, which operands have variables then. Where a function begins nothing has to be kept.
/// </summary>
internal sealed record Pause(Label Empty, Label Back, (int Height, ValueKind Kind)[]? Operands);
