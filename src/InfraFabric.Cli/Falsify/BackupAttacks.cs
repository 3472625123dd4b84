using InfraFabric.Core.Errors;
using InfraFabric.State.Backup;

namespace InfraFabric.Cli.Falsify;

/// <summary>Attacks on a backup file: less of it, or other bits in it, must never pass for the whole.</summary>
internal static class BackupAttacks
{
    private const int Places = 24;

    public static async Task<Evidence> TruncateAsync(Scratch scratch, string backup)
    {
        var whole = await File.ReadAllBytesAsync(backup, scratch.Run.Cancellation);
        foreach (var length in Attacks.Spread(whole.Length, Places))
        {
            var evidence = await RefusedAsync(scratch, whole[..(int)length], $"cut to {length} bytes");
            if (!evidence.HasHeld)
                return evidence;
        }

        return Evidence.Held($"refused at each of {Math.Min(Places, whole.Length)} lengths below {whole.Length} bytes");
    }

    public static async Task<Evidence> FlipBitsAsync(Scratch scratch, string backup)
    {
        var bytes = await File.ReadAllBytesAsync(backup, scratch.Run.Cancellation);
        foreach (var place in Attacks.Spread(bytes.Length, Places))
        {
            var bit = (byte)(1 << (int)(place % 8));
            bytes[place] ^= bit;
            var evidence = await RefusedAsync(scratch, bytes, $"with a bit flipped in byte {place}");
            if (!evidence.HasHeld)
                return evidence;
            bytes[place] ^= bit;
        }

        return Evidence.Held($"refused with a bit flipped at each of {Math.Min(Places, bytes.Length)} places");
    }

    private static async Task<Evidence> RefusedAsync(Scratch scratch, byte[] damaged, string how)
    {
        using var stream = new MemoryStream(damaged);
        var evidence = await Attacks.RefusedAsync(ErrorTable.StateDamaged, how, () =>
            StateRestore.VerifyAsync(stream, "the damaged copy", scratch.Run.Time, scratch.Run.Cancellation));
        return evidence.HasHeld ? evidence : evidence with { Seen = $"{how}: {evidence.Seen}" };
    }
}
