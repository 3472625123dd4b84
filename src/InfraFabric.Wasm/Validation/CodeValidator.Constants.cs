using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>Constant expressions: code that uses only what is known before any code runs.</summary>
internal ref partial struct CodeValidator
{
    /// <summary>Validates an expression that gives one value, and moves the reader behind it.</summary>
    public ConstantExpression ValidateConstant(ref ByteReader reader, ValueKind kind)
    {
        Begin(reader, BlockType.Of(kind));
        while (_depth > 0)
        {
            _at = _reader.Position;
            ValidateConstantInstruction();
        }

        var expression = new ConstantExpression(reader.Position, _reader.Position - reader.Position);
        reader = _reader;
        return expression;
    }

    private void ValidateConstantInstruction()
    {
        var opcode = _reader.ReadOpcode();
        switch (opcode)
        {
            case Opcode.I32Const or Opcode.I64Const or Opcode.F32Const or Opcode.F64Const or Opcode.V128Const:
            case Opcode.I32Add or Opcode.I32Sub or Opcode.I32Mul when _module.Has(ModuleFeatures.ExtendedConstants):
            case Opcode.I64Add or Opcode.I64Sub or Opcode.I64Mul when _module.Has(ModuleFeatures.ExtendedConstants):
                ValidatePlain(in Instructions.Of(opcode));
                break;
            case Opcode.RefNull: Push(_reader.ReadReferenceKind()); break;
            case Opcode.RefFunc: DeclareReference(); break;
            case Opcode.GlobalGet: GetConstantGlobal(); break;
            case Opcode.End: End(); break;
            default:
                throw Instructions.Of(opcode).IsDefined
                    ? Invalid("constant expression required")
                    : Malformed("illegal opcode");
        }
    }

    private void DeclareReference()
    {
        _module.Declare(ReadIndex(_module.Functions.Count, "function"));
        Push(ValueKind.FuncRef);
    }

    /// <summary>Only what is imported may be used, or with extended constants whatever came before.</summary>
    private void GetConstantGlobal()
    {
        var visible = _module.Has(ModuleFeatures.ExtendedConstants) ? _module.Globals.Count : _module.ImportedGlobals;
        var type = _module.Globals[ReadIndex(visible, "global")];
        if (type.IsMutable)
            throw Invalid("constant expression required");
        Push(type.Kind);
    }
}
