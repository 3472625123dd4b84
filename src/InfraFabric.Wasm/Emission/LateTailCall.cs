using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Outlines;

namespace InfraFabric.Wasm.Emission;

/// <summary>
/// A tail call in the body of a <c>try_table</c>, which is made when that was left: where it is reached, what the
/// operands are there, and what stands behind its opcode.
/// </summary>
internal sealed record LateTailCall(Label Label, Opcode Opcode, Operand[] Operands, CodeReader Reader);
