using System.Text;
using System.Text.RegularExpressions;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>
/// A module that binaryen makes of random bytes, in two forms that do the same. <see cref="Plain"/> is for us.
/// <see cref="Canonical"/> is for V8: after each instruction whose result may be any NaN it makes that NaN canonical,
/// as we promise to do. So every bit of both can be compared.
/// </summary>
internal sealed partial record RandomModule(int Seed, byte[] Plain, byte[] Canonical)
{
    public static readonly string[] Folder = ["tests", "InfraFabric.Integration", "Wasm", "Differential"];

    private const int LeastBytes = 1_000;
    private const int MostBytes = 40_000;
    private const RegexOptions Shape = RegexOptions.Multiline | RegexOptions.ExplicitCapture;
    private const int PatienceMilliseconds = 10_000;

    private static readonly string[] Features =
        ["--mvp-features", "--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
         "--enable-bulk-memory"];

    // As it is made, a module is all trees. An optimiser makes more of locals and the operand stack, and other blocks.
    private static readonly string[][] Shapes =
        [[], ["-O2"], ["--fuzz-passes"], ["--flatten", "--simplify-locals-notee-nostructure", "--rereloop", "-O3"]];

    public static async Task<RandomModule> MakeAsync(int seed, string scratch)
    {
        var random = new Random(seed);
        var bytes = new byte[random.Next(LeastBytes, MostBytes)];
        random.NextBytes(bytes);
        var source = Path.Combine(scratch, "random");
        await File.WriteAllBytesAsync(source, bytes);
        var made = Path.Combine(scratch, "made.wasm");
        string[] make = ["--translate-to-fuzz", source, "-o", made, .. Features, .. Chosen(random)];
        if (await TryRunAsync("wasm-opt", [.. make, .. Shapes[random.Next(Shapes.Length)]]) is null)
            await Tool.RunAsync("wasm-opt", make);
        // What cannot be read has types beyond WebAssembly 2.0, and is there to be refused.
        if (await TryRunAsync("wasm2wat", "--no-check", made) is not { } text)
            return new RandomModule(seed, await File.ReadAllBytesAsync(made), await File.ReadAllBytesAsync(made));
        text = text[..text.LastIndexOf(')')] + StateLogger(text);
        return new RandomModule(
            seed, await AssembleAsync(text + ")", scratch),
            await AssembleAsync(await CanonicalAsync(text) + ")", scratch));
    }

    // Not every module can be read, nor put into every shape.
    private static async Task<string?> TryRunAsync(string program, params string[] arguments)
    {
        try
        {
            return await Tool.RunAsync(program, arguments);
        }
        catch (ToolFailedException)
        {
            return null;
        }
    }

    // Reference types are rare: this binaryen takes any reference for any other, so that few such modules are valid,
    // and what is left to compare is that both engines refuse them.
    private static IEnumerable<string> Chosen(Random random)
    {
        if (random.Next(2) == 0)
            yield return "--enable-simd";
        if (random.Next(2) == 0)
            yield return "--enable-multivalue";
        if (random.Next(20) == 0)
            yield return "--enable-reference-types";
    }

    // An export that logs every global, since what they hold in the end is to be compared too.
    private static string StateLogger(string text)
    {
        var imports = LogImport().Matches(text).Select((match, index) => (Kind: match.Groups["kind"].Value, index))
            .ToDictionary(import => import.Kind, import => import.index);
        var calls = new StringBuilder();
        foreach (Match global in OwnGlobal().Matches(text))
        {
            if (imports.TryGetValue(global.Groups["kind"].Value, out var log))
                calls.Append($" global.get {global.Groups["index"].Value} call {log}");
        }

        return $"\n  (func (export \"logState\"){calls})\n";
    }

    private static async Task<string> CanonicalAsync(string text)
    {
        var functions = await File.ReadAllTextAsync(Repository.PathOf([.. Folder, "canonical.wat"]));
        return AnyNaN().Replace(text, "${indent}${instruction}\n${indent}call $$canonical-${shape}${end}") + functions;
    }

    private static async Task<byte[]> AssembleAsync(string text, string scratch)
    {
        var source = Path.Combine(scratch, "module.wat");
        var module = Path.Combine(scratch, "module.wasm");
        await File.WriteAllTextAsync(source, text);
        await Tool.RunAsync("wat2wasm", "--no-check", source, "-o", module);
        return await File.ReadAllBytesAsync(module);
    }

    [GeneratedRegex("""^ *\(import "fuzzing-support" "log-(?<kind>\w+)" \(func""", Shape, PatienceMilliseconds)]
    private static partial Regex LogImport();

    [GeneratedRegex(@"^ *\(global \(;(?<index>\d+);\) (\(mut )?(?<kind>\w+)", Shape, PatienceMilliseconds)]
    private static partial Regex OwnGlobal();

    [GeneratedRegex(
        @"^(?<indent> *)(?<instruction>(?<shape>f32x4|f64x2|f32|f64)\."
        + @"(add|sub|mul|div|sqrt|ceil|floor|trunc|nearest|min|max|demote_\w+|promote_\w+))(?<end>\)*)$",
        Shape, PatienceMilliseconds)]
    private static partial Regex AnyNaN();
}
