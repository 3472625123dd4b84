using System.Reflection;
using System.Runtime.InteropServices;

namespace InfraFabric.Core.Crypto;

/// <summary>Where the native libraries are found: under the names that the systems we know give them.</summary>
internal static class NativeNames
{
    public const string Sodium = "sodium";
    public const string Crypto = "crypto";

    private static readonly string[] SodiumNames =
    [
        "libsodium.so.23", "libsodium.so.26", "libsodium.so", "libsodium.23.dylib", "libsodium.dylib", "libsodium.dll",
    ];

    private static readonly string[] CryptoNames =
        ["libcrypto.so.3", "libcrypto.so", "libcrypto.3.dylib", "libcrypto.dylib", "libcrypto-3-x64.dll"];

    // Before the first call, and once: an assembly has one resolver.
    static NativeNames() => NativeLibrary.SetDllImportResolver(typeof(NativeNames).Assembly, Resolve);

    /// <summary>Whether a library is there. Asked before the first call of it.</summary>
    public static bool IsPresent(string name) => Resolve(name, typeof(NativeNames).Assembly, null) != 0;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        string[] candidates = name switch
        {
            Sodium => SodiumNames,
            Crypto => CryptoNames,
            _ => [],
        };
        foreach (var candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library))
                return library;
        }

        return 0;
    }
}
