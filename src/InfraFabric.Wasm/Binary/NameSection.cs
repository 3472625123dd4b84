namespace InfraFabric.Wasm.Binary;

/// <summary>
/// The names that a module's functions had in its source, for stack traces. They are read when the first is asked
/// for. Names change nothing about a module, so a broken section counts as none.
/// </summary>
internal sealed class NameSection(ModuleContents module)
{
    private const byte ModuleNamePart = 0;
    private const byte FunctionNamesPart = 1;

    private readonly Lazy<Names> _names = new(() => Read(module));

    public string? ModuleName => _names.Value.Module;

    public string? FunctionName(int index) => _names.Value.Functions.GetValueOrDefault(index);

    private static Names Read(ModuleContents module)
    {
        foreach (var (name, offset, length) in module.CustomSections)
        {
            if (name == "name")
                return TryRead(new ByteReader(module.Bytes, offset, length), module.Functions.Length) ?? Names.None;
        }

        return Names.None;
    }

    private static Names? TryRead(ByteReader section, int functionCount)
    {
        try
        {
            string? moduleName = null;
            Dictionary<int, string> functions = [];
            while (!section.AtEnd)
            {
                var id = section.ReadByte();
                var part = section.ReadPart();
                if (id == ModuleNamePart)
                    moduleName = part.ReadName(part.Remaining);
                else if (id == FunctionNamesPart)
                    ReadFunctions(ref part, functions, functionCount);
            }

            return new Names(moduleName, functions);
        }
        catch (InvalidModuleException)
        {
            return null;
        }
    }

    private static void ReadFunctions(ref ByteReader part, Dictionary<int, string> functions, int count)
    {
        for (var left = part.ReadLength(); left > 0; left--)
        {
            var index = part.ReadU32();
            var name = part.ReadName(part.Remaining);
            if (index < (uint)count)
                functions[(int)index] = name;
        }
    }

    private sealed record Names(string? Module, Dictionary<int, string> Functions)
    {
        public static Names None { get; } = new(null, []);
    }
}
