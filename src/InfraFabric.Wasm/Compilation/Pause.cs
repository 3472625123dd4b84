using System.Reflection.Emit;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// A place at which the meter is looked at and the code can go on: where it goes when the meter is empty, where it comes
/// back to, and which operands have variables then.
/// </summary>
internal sealed record Pause(Label Empty, Label Back, (int Height, ValueKind Kind)[] Operands);
