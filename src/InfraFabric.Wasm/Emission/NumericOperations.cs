using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Runtime;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Emission;

/// <summary>
/// How each comparison, arithmetic instruction and conversion is emitted that needs no look at its operands.
/// </summary>
internal static class NumericOperations
{
    private static readonly Dictionary<Opcode, NumericOperation> Table = [];

    static NumericOperations()
    {
        AddIntegers(ValueKind.I32, Opcode.I32Eqz, Opcode.I32Clz);
        AddIntegers(ValueKind.I64, Opcode.I64Eqz, Opcode.I64Clz);
        AddFloats(ValueKind.F32, Opcode.F32Eq, Opcode.F32Abs);
        AddFloats(ValueKind.F64, Opcode.F64Eq, Opcode.F64Abs);
        AddConversions();
        AddTruncations();
    }

    public static NumericOperation Find(Opcode opcode) => Table[opcode];

    private static void AddIntegers(ValueKind kind, Opcode compare, Opcode clz)
    {
        Table[compare] = new NumericOperation(1, ValueKind.I32, il =>
        {
            if (kind == ValueKind.I32)
                il.Emit(OpCodes.Ldc_I4_0);
            else
                il.Emit(OpCodes.Ldc_I8, 0L);
            il.Emit(OpCodes.Ceq);
        })
        {
            IsBoolean = true,
        };
        Compare(compare + 1, OpCodes.Ceq, OpCodes.Ceq, isNegated: false);
        Compare(compare + 2, OpCodes.Ceq, OpCodes.Ceq, isNegated: true);
        Compare(compare + 3, OpCodes.Clt, OpCodes.Cgt, isNegated: false);
        Compare(compare + 4, OpCodes.Clt_Un, OpCodes.Cgt_Un, isNegated: false);
        Compare(compare + 5, OpCodes.Cgt, OpCodes.Clt, isNegated: false);
        Compare(compare + 6, OpCodes.Cgt_Un, OpCodes.Clt_Un, isNegated: false);
        Compare(compare + 7, OpCodes.Cgt, OpCodes.Clt, isNegated: true);
        Compare(compare + 8, OpCodes.Cgt_Un, OpCodes.Clt_Un, isNegated: true);
        Compare(compare + 9, OpCodes.Clt, OpCodes.Cgt, isNegated: true);
        Compare(compare + 10, OpCodes.Clt_Un, OpCodes.Cgt_Un, isNegated: true);

        var unsigned = kind == ValueKind.I32 ? typeof(uint) : typeof(ulong);
        Count(clz, nameof(BitOperations.LeadingZeroCount));
        Count(clz + 1, nameof(BitOperations.TrailingZeroCount));
        Count(clz + 2, nameof(BitOperations.PopCount));
        Commutative(clz + 3, kind, OpCodes.Add);
        Add(clz + 4, 2, kind, il => il.Emit(OpCodes.Sub));
        Commutative(clz + 5, kind, OpCodes.Mul);
        Commutative(clz + 10, kind, OpCodes.And);
        Commutative(clz + 11, kind, OpCodes.Or);
        Commutative(clz + 12, kind, OpCodes.Xor);
        Rotate(clz + 16, nameof(BitOperations.RotateLeft));
        Rotate(clz + 17, nameof(BitOperations.RotateRight));

        void Count(Opcode opcode, string name)
        {
            var method = Framework(typeof(BitOperations), name, unsigned);
            Add(opcode, 1, kind, il =>
            {
                il.Emit(OpCodes.Call, method);
                if (kind == ValueKind.I64)
                    il.Emit(OpCodes.Conv_I8);
            });
        }

        void Rotate(Opcode opcode, string name)
        {
            var method = Framework(typeof(BitOperations), name, unsigned, typeof(int));
            Add(opcode, 2, kind, il =>
            {
                if (kind == ValueKind.I64)
                    il.Emit(OpCodes.Conv_I4);
                il.Emit(OpCodes.Call, method);

                // The just-in-time compiler of .NET 10 takes the flags of a rotation for a comparison with 0, which on
                // x64 they are not. That is between two neighbours, and of this instruction nothing stays.
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.And);
            });
        }
    }

    private static void AddFloats(ValueKind kind, Opcode compare, Opcode abs)
    {
        Compare(compare, OpCodes.Ceq, OpCodes.Ceq, isNegated: false);
        Compare(compare + 1, OpCodes.Ceq, OpCodes.Ceq, isNegated: true);
        Compare(compare + 2, OpCodes.Clt, OpCodes.Cgt, isNegated: false);
        Compare(compare + 3, OpCodes.Cgt, OpCodes.Clt, isNegated: false);

        // "Not greater, and not unordered": a NaN is neither less than or equal, nor greater than or equal.
        Compare(compare + 4, OpCodes.Cgt_Un, OpCodes.Clt_Un, isNegated: true);
        Compare(compare + 5, OpCodes.Clt_Un, OpCodes.Cgt_Un, isNegated: true);

        Opcode[] calls = [abs, abs + 2, abs + 3, abs + 4, abs + 5, abs + 6, abs + 11, abs + 12, abs + 13];
        foreach (var opcode in calls)
        {
            var method = Members.Method(typeof(Numeric), opcode.ToString());
            Add(opcode, method.GetParameters().Length, kind, il => il.Emit(OpCodes.Call, method));
        }

        Add(abs + 1, 1, kind, il => il.Emit(OpCodes.Neg));
        Commutative(abs + 7, kind, OpCodes.Add);
        Add(abs + 8, 2, kind, il => il.Emit(OpCodes.Sub));
        Commutative(abs + 9, kind, OpCodes.Mul);
        Add(abs + 10, 2, kind, il => il.Emit(OpCodes.Div));
    }

    private static void AddConversions()
    {
        Convert(Opcode.I32WrapI64, ValueKind.I32, OpCodes.Conv_I4);
        Convert(Opcode.I64ExtendI32S, ValueKind.I64, OpCodes.Conv_I8);
        Convert(Opcode.I64ExtendI32U, ValueKind.I64, OpCodes.Conv_U8);
        Convert(Opcode.F32ConvertI32S, ValueKind.F32, OpCodes.Conv_R4);
        Convert(Opcode.F32ConvertI64S, ValueKind.F32, OpCodes.Conv_R4);
        Convert(Opcode.F64ConvertI32S, ValueKind.F64, OpCodes.Conv_R8);
        Convert(Opcode.F64ConvertI64S, ValueKind.F64, OpCodes.Conv_R8);
        Convert(Opcode.F32ConvertI32U, ValueKind.F32, OpCodes.Conv_U8, OpCodes.Conv_R4);
        Convert(Opcode.F64ConvertI32U, ValueKind.F64, OpCodes.Conv_U8, OpCodes.Conv_R8);
        Convert(Opcode.F32DemoteF64, ValueKind.F32, OpCodes.Conv_R4);
        Convert(Opcode.F64PromoteF32, ValueKind.F64, OpCodes.Conv_R8);
        Convert(Opcode.I32Extend8S, ValueKind.I32, OpCodes.Conv_I1);
        Convert(Opcode.I32Extend16S, ValueKind.I32, OpCodes.Conv_I2);
        Convert(Opcode.I64Extend8S, ValueKind.I64, OpCodes.Conv_I1, OpCodes.Conv_I8);
        Convert(Opcode.I64Extend16S, ValueKind.I64, OpCodes.Conv_I2, OpCodes.Conv_I8);
        Convert(Opcode.I64Extend32S, ValueKind.I64, OpCodes.Conv_I4, OpCodes.Conv_I8);
        Call(Opcode.I32ReinterpretF32, ValueKind.I32, Bits(nameof(BitConverter.SingleToInt32Bits)));
        Call(Opcode.I64ReinterpretF64, ValueKind.I64, Bits(nameof(BitConverter.DoubleToInt64Bits)));
        Call(
            Opcode.F32ReinterpretI32, ValueKind.F32,
            Members.Method(typeof(Numeric), nameof(Numeric.F32ReinterpretI32)));
        Call(Opcode.F64ReinterpretI64, ValueKind.F64, Bits(nameof(BitConverter.Int64BitsToDouble)));
        Call(Opcode.F32ConvertI64U, ValueKind.F32, Members.Method(typeof(Numeric), nameof(Numeric.F32ConvertI64U)));
        Call(Opcode.F64ConvertI64U, ValueKind.F64, Members.Method(typeof(Numeric), nameof(Numeric.F64ConvertI64U)));

        static MethodInfo Bits(string name) => Members.Method(typeof(BitConverter), name);

        static void Convert(Opcode opcode, ValueKind result, params OpCode[] codes) => Add(opcode, 1, result, il =>
        {
            foreach (var code in codes)
                il.Emit(code);
        });
    }

    private static void AddTruncations()
    {
        Opcode[] opcodes =
        [
            Opcode.I32TruncF32S, Opcode.I32TruncF32U, Opcode.I32TruncF64S, Opcode.I32TruncF64U,
            Opcode.I64TruncF32S, Opcode.I64TruncF32U, Opcode.I64TruncF64S, Opcode.I64TruncF64U,
            .. Enumerable.Range((int)Opcode.I32TruncSatF32S, 8).Select(number => (Opcode)number),
        ];
        foreach (var opcode in opcodes)
        {
            var method = Members.Method(typeof(Numeric), opcode.ToString());
            Call(opcode, method.ReturnType == typeof(int) ? ValueKind.I32 : ValueKind.I64, method,
                mayTrap: opcode < Opcode.I32TruncSatF32S);
        }
    }

    private static void Call(Opcode opcode, ValueKind result, MethodInfo method, bool mayTrap = false) =>
        Table[opcode] = new NumericOperation(1, result, il => il.Emit(OpCodes.Call, method)) { MayTrap = mayTrap };

    private static void Add(Opcode opcode, int operands, ValueKind result, Action<CodeWriter> emit) =>
        Table[opcode] = new NumericOperation(operands, result, emit);

    private static void Commutative(Opcode opcode, ValueKind kind, OpCode code)
    {
        void Emit(CodeWriter il) => il.Emit(code);
        Table[opcode] = new NumericOperation(2, kind, Emit) { Swapped = Emit };
    }

    private static void Compare(Opcode opcode, OpCode code, OpCode swapped, bool isNegated)
    {
        Table[opcode] = new NumericOperation(2, ValueKind.I32, il => Emit(il, code))
        {
            Swapped = il => Emit(il, swapped),
            IsBoolean = true,
        };

        void Emit(CodeWriter il, OpCode comparison)
        {
            il.Emit(comparison);
            if (isNegated)
            {
                il.Emit(OpCodes.Ldc_I4_0);
                il.Emit(OpCodes.Ceq);
            }
        }
    }

    private static MethodInfo Framework(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, parameters) ?? throw new MissingMethodException(type.Name, name);
}
