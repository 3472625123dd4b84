using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using InfraFabric.Core.Crypto;

namespace InfraFabric.Witness.Notes;

/// <summary>
/// What a log commits itself to: its name, its size and its root, in the form of C2SP's tlog-checkpoint.
/// </summary>
/// <param name="Origin">The name of the log, the same for ever.</param>
/// <param name="Size">How many entries it has.</param>
/// <param name="Root">The hash that stands for all of them and their order.</param>
public sealed record Checkpoint(string Origin, long Size, Sha256Hash Root)
{
    /// <summary>Reads the text of a checkpoint; lines after the third are allowed and passed over.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        Span<byte> root = stackalloc byte[Sha256Hash.Size];
        if (lines.Length < 4 || lines[^1] != "" || lines[0] == "" || lines[1..^1].Any(line => line == "")
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1]
            || !Convert.TryFromBase64String(lines[2], root, out var length) || length != root.Length
            || Convert.ToBase64String(root) != lines[2])
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], size, Sha256Hash.FromBytes(root));
        return true;
    }

    /// <summary>The text that is signed.</summary>
    public override string ToString()
    {
        Span<byte> root = stackalloc byte[Sha256Hash.Size];
        Root.CopyTo(root);
        return string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(root)}\n");
    }
}
