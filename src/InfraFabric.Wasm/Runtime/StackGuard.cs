using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace InfraFabric.Wasm.Runtime;

/// <summary>How much of the running thread's own stack is left.</summary>
internal static unsafe partial class StackGuard
{
    /// <summary>Room for the host's functions and for compiling, beside what compiled code may use.</summary>
    public const long Reserve = 1 << 20;

    /// <summary>
    /// What one byte of <see cref="StoreOptions.MaxStackBytes"/> may take of the real stack: frames are counted by
    /// what the function declares, and the just-in-time compiler adds to that.
    /// </summary>
    public const int RealBytesPerByte = 4;

    /// <summary>A function that calls nothing and whose frame is not larger is not counted.</summary>
    public const long LeafBytes = 4_096;

    [ThreadStatic]
    private static nuint _end;

    public static long Left
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            byte here;
            return (long)((nuint)(&here) - (_end == 0 ? FindEnd() : _end));
        }
    }

    /// <summary>Whether code with so much stack left, in the meter's form, can run on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasRoom(long stack) => Left >= (stack >> 32) * RealBytesPerByte + Reserve;

    /// <summary>The size of a thread that has that room.</summary>
    public static int ThreadBytes(long stack) => (int)((stack >> 32) * RealBytesPerByte + 2 * Reserve);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nuint FindEnd()
    {
        if (OperatingSystem.IsMacOS())
        {
            var self = CurrentThread();
            return _end = AppleStackStart(self) - AppleStackSize(self);
        }

        // The attributes are an opaque block: 56 bytes on 64-bit glibc and musl, and room to spare.
        var attributes = stackalloc byte[256];
        if (GetAttributes(CurrentThread(), attributes) != 0)
            throw new NotSupportedException("The bounds of this thread's stack cannot be found.");
        nuint start, size;
        _ = GetStack(attributes, &start, &size);
        _ = DestroyAttributes(attributes);
        return _end = start;
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint CurrentThread();

    [LibraryImport("libc", EntryPoint = "pthread_getattr_np")]
    private static partial int GetAttributes(nint thread, byte* attributes);

    [LibraryImport("libc", EntryPoint = "pthread_attr_getstack")]
    private static partial int GetStack(byte* attributes, nuint* start, nuint* size);

    [LibraryImport("libc", EntryPoint = "pthread_attr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "pthread_get_stackaddr_np")]
    private static partial nuint AppleStackStart(nint thread);

    [LibraryImport("libc", EntryPoint = "pthread_get_stacksize_np")]
    private static partial nuint AppleStackSize(nint thread);
}
