using InfraFabric.Wasm;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>What V8's messages mean: some of them stand for two reasons of the specification.</summary>
internal static class V8Traps
{
    private static readonly (string Words, TrapReason[] Reasons)[] Meanings =
    [
        ("unreachable", [TrapReason.Unreachable]),
        ("memory access out of bounds", [TrapReason.MemoryOutOfBounds]),
        ("data segment", [TrapReason.MemoryOutOfBounds]),
        ("element segment", [TrapReason.TableOutOfBounds]),
        ("table index is out of bounds", [TrapReason.TableOutOfBounds, TrapReason.UndefinedElement]),
        ("table access out of bounds", [TrapReason.TableOutOfBounds, TrapReason.UndefinedElement]),
        ("null function or function signature mismatch",
            [TrapReason.UninitializedElement, TrapReason.IndirectCallTypeMismatch]),
        ("by zero", [TrapReason.IntegerDivideByZero]),
        ("divide result unrepresentable", [TrapReason.IntegerOverflow]),
        ("float unrepresentable in integer range",
            [TrapReason.IntegerOverflow, TrapReason.InvalidConversionToInteger]),
        ("call stack size exceeded", [TrapReason.CallStackExhausted]),
    ];

    /// <summary>Whether a reason of ours is what a message of V8 says; null stands for none.</summary>
    public static bool IsSame(string? reason, string? message) =>
        reason is null || message is null
            ? reason is null && message is null
            : Array.Exists(Meanings, meaning =>
                message.Contains(meaning.Words, StringComparison.Ordinal)
                && Array.Exists(meaning.Reasons, one => one.ToString() == reason));
}
