using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Runtime;

/// <summary>
/// Fills a new instance: globals, then element and data segments in order. What was written before a trap stays.
/// </summary>
internal static unsafe class Initialization
{
    public static void Fill(Instance instance)
    {
        var contents = instance.Module.Contents;
        for (var i = 0; i < contents.Initializers.Length; i++)
            FillGlobal(instance, contents.ImportedGlobals + i, Evaluate(instance, contents.Initializers[i]));
        for (var i = 0; i < contents.Elements.Length; i++)
            CopyElements(instance, i);
        for (var i = 0; i < contents.Data.Length; i++)
            CopyData(instance, i);
    }

    public static object?[] Evaluate(this Instance instance, ElementSegment segment) =>
        segment.Functions is { } functions
            ? Array.ConvertAll(functions, function => (object?)Instance.FunctionAt(instance, function))
            : Array.ConvertAll(segment.Expressions!, expression => Evaluate(instance, expression).Reference);

    private static void FillGlobal(Instance instance, int index, Value value)
    {
        if (value.Kind.IsReference())
            instance.GlobalAt(index).Set(value);
        else
            value.V128.Store(instance.Globals + (index - instance.Module.Contents.ImportedGlobals) * 16);
    }

    private static void CopyElements(Instance instance, int index)
    {
        var segment = instance.Module.Contents.Elements[index];
        if (segment.Mode == SegmentMode.Passive)
            return;
        if (segment.Mode == SegmentMode.Active)
        {
            var table = instance.Tables[segment.Table].Elements;
            var at = (uint)Evaluate(instance, segment.Offset).I32;
            if ((ulong)at + (uint)segment.Count > (ulong)table.Length)
                throw Traps.TableOutOfBounds();
            instance.Segments.ElementsOf(instance, index).CopyTo(table, at);
        }

        instance.Segments.DropElements(index);
    }

    private static void CopyData(Instance instance, int index)
    {
        var segment = instance.Module.Contents.Data[index];
        if (segment.Mode != SegmentMode.Active)
            return;
        var at = (uint)Evaluate(instance, segment.Offset).I32;
        instance.Segments.DataOf(index).CopyTo(instance.Memory!.Write(at, segment.Length));
        Bulk.DropData(instance, index);
    }

    private static Value Evaluate(Instance instance, ConstantExpression expression)
    {
        var reader = new CodeReader(instance.Module.Contents.Bytes, expression.Offset);
        var stack = new Stack<Value>();
        while (true)
        {
            var opcode = reader.Opcode();
            switch (opcode)
            {
                case Opcode.End:
                    return stack.Pop();
                case Opcode.I32Add or Opcode.I32Sub or Opcode.I32Mul or Opcode.I64Add or Opcode.I64Sub or Opcode.I64Mul:
                    var second = stack.Pop();
                    stack.Push(Compute(opcode, stack.Pop(), second));
                    break;
                default:
                    stack.Push(Constant(instance, opcode, ref reader));
                    break;
            }
        }
    }

    private static Value Constant(Instance instance, Opcode opcode, ref CodeReader reader) => opcode switch
    {
        Opcode.I32Const => Value.FromI32(reader.I32()),
        Opcode.I64Const => Value.FromI64(reader.I64()),
        Opcode.F32Const => Value.FromF32(BitConverter.Int32BitsToSingle(reader.F32Bits())),
        Opcode.F64Const => Value.FromF64(BitConverter.Int64BitsToDouble(reader.F64Bits())),
        Opcode.V128Const => Value.FromV128(Vector128.Create(reader.F64Bits(), reader.F64Bits()).AsByte()),
        Opcode.GlobalGet => instance.GlobalAt(reader.Index()).Value,
        Opcode.RefNull => Value.Default((ValueKind)reader.Byte()),
        _ => Value.FromFunction(Instance.FunctionAt(instance, reader.Index())),
    };

    private static Value Compute(Opcode opcode, Value a, Value b) => opcode switch
    {
        Opcode.I32Add => Value.FromI32(a.I32 + b.I32),
        Opcode.I32Sub => Value.FromI32(a.I32 - b.I32),
        Opcode.I32Mul => Value.FromI32(a.I32 * b.I32),
        Opcode.I64Add => Value.FromI64(a.I64 + b.I64),
        Opcode.I64Sub => Value.FromI64(a.I64 - b.I64),
        _ => Value.FromI64(a.I64 * b.I64),
    };
}
