using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Tests.Binary;
using static InfraFabric.Wasm.Tests.Binary.ModuleBytes;

namespace InfraFabric.Wasm.Tests.Guide;

/// <summary>The guests of the guide.</summary>
internal static class GuideModules
{
    private const byte I32Const = 0x41;
    private const byte Call = 0x10;

    /// <summary>It adds two numbers; it runs on without end; it divides by what it is given.</summary>
    public static byte[] Calculator { get; } = new ModuleBytes()
        .Type([I32, I32], [I32]).Type([], []).Type([I32], [I32])
        .Function(0, 0x20, 0, 0x20, 1, 0x6A)
        .Function(1, 0x03, 0x40, 0x0C, 0, End)
        .Function(2, 0x41, 1, 0x20, 0, 0x6D)
        .Function(2, 0x20, 0, Call, 2)
        .Export("add", 0, 0).Export("spin", 0, 1).Export("run", 0, 3)
        .Names("calculator", (2, "divide"), (3, "run"))
        .ToArray();

    /// <summary>It passes a text in its memory to the host.</summary>
    public static byte[] Greeter { get; } = new ModuleBytes().Type([I32, I32], []).Type([], [])
        .ImportFunction("host", "log", 0).Function(1, I32Const, 0, I32Const, 5, Call, 0)
        .Memory(1).Export("memory", 2, 0).Export("run", 0, 1)
        .Add(SectionId.Data, [0, I32Const, 0, End, 5, .. "hello"u8])
        .ToArray();

    /// <summary>It asks the host for what belongs to a number.</summary>
    public static byte[] Searcher { get; } = new ModuleBytes().Type([I32], [I32]).Type([I32], [])
        .ImportFunction("host", "find", 0).Add(SectionId.Import, [.. Name("host"), .. Name("missing"), 4, 0, 1])
        .Function(0, 0x20, 0, Call, 0).Export("run", 0, 1)
        .ToArray();

    /// <summary>A command for WASI that prints a line.</summary>
    public static byte[] Command { get; } = new ModuleBytes().Type([I32, I32, I32, I32], [I32]).Type([], [])
        .ImportFunction("wasi_snapshot_preview1", "fd_write", 0)
        .Function(1, I32Const, 1, I32Const, 8, I32Const, 1, I32Const, 32, Call, 0, 0x1A)
        .Memory(1).Export("memory", 2, 0).Export("_start", 0, 1)
        .Add(SectionId.Data, [0, I32Const, 0, End, 16, .. "hello\n\0\0"u8, 0, 0, 0, 0, 6, 0, 0, 0])
        .ToArray();
}
