using System.Text;
using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>Writes modules byte by byte: items are gathered by section, and sections come out in their order.</summary>
internal sealed class ModuleBytes
{
    public const byte I32 = 0x7F;
    public const byte I64 = 0x7E;
    public const byte F32 = 0x7D;
    public const byte F64 = 0x7C;
    public const byte V128 = 0x7B;
    public const byte FuncRef = 0x70;
    public const byte ExternRef = 0x6F;
    public const byte ExnRef = 0x69;
    public const byte End = 0x0B;

    private static readonly SectionId[] Order =
    [
        SectionId.Type, SectionId.Import, SectionId.Function, SectionId.Table, SectionId.Memory, SectionId.Tag,
        SectionId.Global, SectionId.Export, SectionId.Start, SectionId.Element, SectionId.DataCount, SectionId.Code,
        SectionId.Data,
    ];

    private readonly Dictionary<SectionId, List<byte[]>> _items = [];
    private readonly List<byte> _custom = [];

    public static byte[] Preamble { get; } = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0];

    /// <summary>A module of one function, with a memory of one page, whose instructions end of themselves.</summary>
    public static ModuleBytes OfFunction(byte[] parameters, byte[] results, params byte[] code) =>
        new ModuleBytes().Type(parameters, results).Memory(1).Function(0, code);

    public static byte[] U32(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    public static byte[] Name(string name) =>
        [.. U32((uint)Encoding.UTF8.GetByteCount(name)), .. Encoding.UTF8.GetBytes(name)];

    public static byte[] Section(int id, params byte[] content) => [(byte)id, .. U32((uint)content.Length), .. content];

    public ModuleBytes Add(SectionId section, params byte[] item)
    {
        if (!_items.TryGetValue(section, out var items))
            _items.Add(section, items = []);
        items.Add(item);
        return this;
    }

    public ModuleBytes Type(byte[] parameters, byte[] results) => Add(SectionId.Type,
        [0x60, .. U32((uint)parameters.Length), .. parameters, .. U32((uint)results.Length), .. results]);

    public ModuleBytes ImportFunction(uint type) => Import(0, U32(type));

    public ModuleBytes ImportFunction(string module, string name, uint type) =>
        Add(SectionId.Import, [.. Name(module), .. Name(name), 0, .. U32(type)]);

    public ModuleBytes Import(byte kind, params byte[] type) =>
        Add(SectionId.Import, [.. Name("m"), .. Name("n"), kind, .. type]);

    public ModuleBytes Memory(uint pages) => Add(SectionId.Memory, [0, .. U32(pages)]);

    public ModuleBytes Table(byte kind, uint elements) => Add(SectionId.Table, [kind, 0, .. U32(elements)]);

    public ModuleBytes Global(byte kind, bool mutable, params byte[] initializer) =>
        Add(SectionId.Global, [kind, mutable ? (byte)1 : (byte)0, .. initializer, End]);

    public ModuleBytes Tag(uint type) => Add(SectionId.Tag, [0, .. U32(type)]);

    public ModuleBytes Export(string name, byte kind, uint index) =>
        Add(SectionId.Export, [.. Name(name), kind, .. U32(index)]);

    /// <summary>A function without locals.</summary>
    public ModuleBytes Function(uint type, params byte[] code) => FunctionWithLocals(type, [0], code);

    public ModuleBytes FunctionWithLocals(uint type, byte[] locals, params byte[] code)
    {
        Add(SectionId.Function, U32(type));
        return Add(SectionId.Code, [.. U32((uint)(locals.Length + code.Length + 1)), .. locals, .. code, End]);
    }

    public ModuleBytes Custom(string name, params byte[] content)
    {
        _custom.AddRange(Section(0, [.. Name(name), .. content]));
        return this;
    }

    /// <summary>The name section: the module's name, and those of functions in the order of their indices.</summary>
    public ModuleBytes Names(string module, params (uint Function, string Name)[] functions)
    {
        var names = functions.SelectMany(item => (byte[])[.. U32(item.Function), .. Name(item.Name)]);
        return Custom("name", [.. Section(0, Name(module)), .. Section(1, [.. U32((uint)functions.Length), .. names])]);
    }

    /// <summary>The module, custom sections last.</summary>
    public byte[] ToArray() =>
        [.. Preamble, .. Order.Where(_items.ContainsKey).SelectMany(id => Section((int)id, Content(id))), .. _custom];

    public ModuleContents Read(ModuleOptions? options = null) =>
        ModuleReader.Read(ToArray(), options ?? ModuleOptions.Default);

    /// <summary>Reads the module, which must be refused.</summary>
    public InvalidModuleException Refusal(ModuleOptions? options = null) =>
        Should.Throw<InvalidModuleException>(() => Read(options));

    public static InvalidModuleException RefusalOf(byte[] bytes) =>
        Should.Throw<InvalidModuleException>(() => ModuleReader.Read(bytes, ModuleOptions.Default));

    private byte[] Content(SectionId id) => id is SectionId.Start or SectionId.DataCount
        ? _items[id][0]
        : [.. U32((uint)_items[id].Count), .. _items[id].SelectMany(item => item)];
}
