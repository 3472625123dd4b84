using System.Runtime.InteropServices;

namespace InfraFabric.Cli.Doctor;

/// <summary>The libraries of the system that the program calls.</summary>
internal static class LibraryCheck
{
    public static IEnumerable<Finding> Look()
    {
        yield return Found("sqlite", "libsqlite3.so.0", "libsqlite3.so")
            ?? Finding.Broken("sqlite", "libsqlite3 is missing: the embedded backend cannot open",
                "apt-get install libsqlite3-0");
        yield return Found("libcrypto", "libcrypto.so.3", "libcrypto.so")
            ?? Finding.Broken("libcrypto", "libcrypto is missing: nothing can be hashed or encrypted",
                "apt-get install libssl3");
        yield return Found("libsodium", "libsodium.so.23", "libsodium.so.26", "libsodium.so")
            ?? Finding.Warning("libsodium", "libsodium is missing: libcrypto signs in its place, at half the speed",
                "apt-get install libsodium23");
    }

    private static Finding? Found(string check, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                NativeLibrary.Free(handle);
                return Finding.Ok(check, name);
            }
        }

        return null;
    }
}
