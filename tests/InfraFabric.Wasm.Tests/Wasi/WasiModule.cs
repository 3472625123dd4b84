using System.Text;
using InfraFabric.Wasm.Wasi;

namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>
/// A module that imports every function of preview 1, and exports for each a function of the same name that does no
/// more than call it; and one page of memory.
/// </summary>
internal static class WasiModule
{
    private const byte Int32 = 0x7F;
    private const byte Int64 = 0x7E;

    public static byte[] Build()
    {
        var functions = WasiSignatures.All.ToList();
        var types = Vector(functions, function => [0x60, .. Types(function.Value), .. Result(function.Key)]);
        var imports = Vector(functions, (function, index) =>
            [.. Name(WasiHost.ModuleName), .. Name(function.Key), 0x00, (byte)index]);
        var declarations = Vector(functions, (_, index) => [(byte)index]);
        var exports = Vector(
            functions.Append(new("memory", "")),
            (function, index) => function.Key == "memory"
                ? [.. Name("memory"), 0x02, 0x00]
                : [.. Name(function.Key), 0x00, (byte)(functions.Count + index)]);
        var code = Vector(functions, (function, index) =>
        {
            byte[] gets = [.. function.Value.SelectMany((_, local) => (byte[])[0x20, (byte)local])];
            return Sized([0x00, .. gets, 0x10, (byte)index, 0x0B]);
        });
        return
        [
            .. "\0asm\u0001\0\0\0"u8, .. Section(1, types), .. Section(2, imports), .. Section(3, declarations),
            .. Section(5, [1, 0, 1]), .. Section(7, exports), .. Section(10, code),
        ];
    }

    private static byte[] Types(string parameters) =>
        [(byte)parameters.Length, .. parameters.Select(kind => kind == 'i' ? Int32 : Int64)];

    private static byte[] Result(string name) => WasiSignatures.HasResult(name) ? [1, Int32] : [0];

    private static byte[] Name(string name) => Sized(Encoding.UTF8.GetBytes(name));

    private static byte[] Section(byte id, byte[] content) => [id, .. Sized(content)];

    private static byte[] Sized(byte[] bytes) => [.. Leb(bytes.Length), .. bytes];

    private static byte[] Leb(int value) =>
        [(byte)((value & 0x7F) | 0x80), (byte)(((value >> 7) & 0x7F) | 0x80), (byte)(value >> 14)];

    private static byte[] Vector<T>(IEnumerable<T> items, Func<T, byte[]> encode) =>
        Vector(items, (item, _) => encode(item));

    private static byte[] Vector<T>(IEnumerable<T> items, Func<T, int, byte[]> encode) =>
        [.. Leb(items.Count()), .. items.SelectMany(encode)];
}
