namespace InfraFabric.Wasm.Binary;

/// <summary>Where a validated constant expression stands in the module's bytes, its <c>end</c> included.</summary>
internal readonly record struct ConstantExpression(int Offset, int Length);
