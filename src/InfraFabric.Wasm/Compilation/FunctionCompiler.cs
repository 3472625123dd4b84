using System.Reflection.Emit;
using InfraFabric.Wasm.Accesses;
using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Emission;
using InfraFabric.Wasm.Outlines;
using InfraFabric.Wasm.Tiers;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Compilation;

/// <summary>
/// Emits one valid function as a static method. Operands stay on the evaluation stack within a block; they go to
/// variables, one for each height and kind, where control leaves or joins, and at each check that may trap: a trap's
/// label is reached with an empty stack.
/// </summary>
internal sealed partial class FunctionCompiler
{
    // Deeper expressions go through a variable: the just-in-time compiler walks them recursively.
    private const int MaxDepth = 24;

    private readonly ModuleCode _code;
    private readonly ModuleContents _module;
    private readonly int _function;
    private readonly FunctionType _type;
    private readonly ValueKind[] _locals;
    private readonly FunctionOutline _outline;
    private readonly bool _isMetered;
    private readonly CodeVersion _version;
    private readonly int _end;
    private readonly TypeBuilder _builder;
    private Piece _piece;
    private bool _isQuick;
    private CodeReader _reader;

    private FunctionCompiler(ModuleCode code, int function, CodeVersion version, TypeBuilder builder, CodeWriter il)
    {
        _code = code;
        _module = code.Contents;
        _function = function;
        _version = version;
        _type = _module.TypeOf(function);
        _builder = builder;
        _isMetered = code.Options.Metering != Metering.None;
        var body = _module.Bodies[function - _module.ImportedFunctions];
        _end = body.Offset + body.Length;
        _reader = new CodeReader(_module.Bytes, body.Offset);
        _locals = ReadLocals();
        _piece = new Piece(il, _locals.Length);
        _checked = new CheckedAddresses(_locals.Length);
        _lookAhead = new LookAhead(_checked, _operands);
        _outline = FunctionOutline.Read(_reader, _end, _type.Parameters.Length, _locals.Length);
    }

    private CodeWriter Il => _piece.Il;

    /// <summary>
    /// Emits the function, and methods for its parts beside it where it is large; tells whether it is to be
    /// compiled quickly.
    /// </summary>
    public static bool Compile(ModuleCode code, int function, CodeVersion version, TypeBuilder builder, CodeWriter il)
    {
        var compiler = new FunctionCompiler(code, function, version, builder, il);
        compiler.Run();
        return compiler._isQuick;
    }

    private ValueKind[] ReadLocals()
    {
        var locals = new List<ValueKind>(_type.Parameters);
        for (var groups = _reader.Index(); groups > 0; groups--)
        {
            var count = _reader.Index();
            locals.AddRange(Enumerable.Repeat((ValueKind)_reader.Byte(), count));
        }

        return [.. locals];
    }

    private void Run()
    {
        if (IsLarge())
            Divide();
        else
            DeclareLocals();
        _isQuick = MayBeQuick();
        EmitEntry();
        while (_reader.Offset < _end)
        {
            BeginOrEndPart();
            var opcode = _reader.Opcode();
            if (_isUnreachable)
                Pass(opcode);
            else
                Emit(opcode);
            if (FunctionOutline.EndsBlock(opcode))
                BeginBlock(opcode);
        }

        EmitLateTailCalls();
        EmitStackCheck();
        EmitPauses();
        EmitTraps();
    }

    private void DeclareLocals()
    {
        for (var i = IsReentry ? 0 : _type.Parameters.Length; i < _locals.Length; i++)
            _piece.Variables[i] = Il.DeclareLocal(Members.TypeOf(_locals[i]));
    }

    private void Emit(Opcode opcode)
    {
        if (EmitControl(opcode) || EmitVariable(opcode) || EmitAccess(opcode) || EmitBulk(opcode))
            return;
        if ((int)opcode >= 0xFD00)
            EmitVector(opcode);
        else
            EmitNumeric(opcode);
    }
}
