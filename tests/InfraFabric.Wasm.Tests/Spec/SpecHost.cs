using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>The module <c>spectest</c>, which every script may import from.</summary>
internal static class SpecHost
{
    private const string Name = "spectest";

    public static Linker Create(Store store)
    {
        var linker = new Linker()
            .DefineFunction(Name, "print", () => { })
            .DefineFunction(Name, "print_i32", (int _) => { })
            .DefineFunction(Name, "print_i64", (long _) => { })
            .DefineFunction(Name, "print_f32", (float _) => { })
            .DefineFunction(Name, "print_f64", (double _) => { })
            .DefineFunction(Name, "print_i32_f32", (int _, float _) => { })
            .DefineFunction(Name, "print_f64_f64", (double _, double _) => { });
        DefineGlobal(Value.FromI32(666), "global_i32");
        DefineGlobal(Value.FromI64(666), "global_i64");
        DefineGlobal(Value.FromF32(666.6f), "global_f32");
        DefineGlobal(Value.FromF64(666.6), "global_f64");
        return linker
            .Define(Name, "table", new Table(store, new TableType(ValueKind.FuncRef, new SizeRange(10, 20))))
            .Define(Name, "memory", new Memory(store, new MemoryType(new SizeRange(1, 2))));

        void DefineGlobal(Value value, string name) =>
            linker.Define(Name, name, new Global(store, new GlobalType(value.Kind, IsMutable: false), value));
    }
}
