using System.Buffers;

namespace InfraFabric.Core.Crypto;

/// <summary>Reads hex in the one form in which we print it.</summary>
internal static class LowerHex
{
    /// <summary>Reads exactly as many lower-case digits as fill the output.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, Span<byte> output) =>
        text.Length == output.Length * 2
        && !text.ContainsAnyInRange('A', 'F')
        && Convert.FromHexString(text, output, out _, out _) == OperationStatus.Done;
}
