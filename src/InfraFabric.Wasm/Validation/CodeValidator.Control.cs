using InfraFabric.Wasm.Binary;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>Blocks, branches and calls.</summary>
internal ref partial struct CodeValidator
{
    /// <summary>Opens a block whose parameters, if any, were popped.</summary>
    private void Open(Opcode opener, FunctionType type)
    {
        if (_depth > _limits.MaxNesting)
            throw TooLarge($"more than {_limits.MaxNesting} blocks in each other");
        if (_depth == _frames.Length)
            Array.Resize(ref _frames, 2 * _depth);
        _frames[_depth++] = new ControlFrame(opener, type, _height, _isUnreachable);
        _floor = _height;
        _isUnreachable = false;
    }

    /// <summary>Closes the innermost block, whose results are popped and all that it had.</summary>
    private ControlFrame Close()
    {
        var frame = _frames[_depth - 1];
        Pop(frame.Type.Results.AsSpan());
        if (_height != _floor)
            throw Invalid("type mismatch: operands are left at the end of a block");
        _depth--;
        _floor = _depth > 0 ? _frames[_depth - 1].Floor : 0;
        _isUnreachable = frame.IsAroundUnreachable;
        return frame;
    }

    private void Block(Opcode opener)
    {
        var type = BlockType.Read(ref _reader, _module.Types);
        Pop(type.Parameters.AsSpan());
        Open(opener, type);
        Push(type.Parameters.AsSpan());
    }

    private void If()
    {
        var type = BlockType.Read(ref _reader, _module.Types);
        Pop(ValueKind.I32);
        Pop(type.Parameters.AsSpan());
        Open(Opcode.If, type);
        Push(type.Parameters.AsSpan());
    }

    private void Else()
    {
        if (_frames[_depth - 1].Opener != Opcode.If)
            throw Malformed("END opcode expected");
        var type = Close().Type;
        Open(Opcode.Else, type);
        Push(type.Parameters.AsSpan());
    }

    private void End()
    {
        var frame = Close();
        if (frame.Opener == Opcode.TryTable)
            _openTryTables--;
        var results = frame.Type.Results.AsSpan();
        if (frame.Opener == Opcode.If && !frame.Type.Parameters.AsSpan().SequenceEqual(results))
            throw Invalid("type mismatch: an if without else gives what it takes");
        if (_depth > 0)
            Push(results);
    }

    private void LeaveUnreachable()
    {
        _height = _floor;
        _isUnreachable = true;
    }

    private ReadOnlySpan<ValueKind> ReadLabel() => _frames[_depth - 1 - ReadIndex(_depth, "label")].LabelKinds;

    private void Branch()
    {
        Pop(ReadLabel());
        LeaveUnreachable();
    }

    private void BranchIf()
    {
        var kinds = ReadLabel();
        Pop(ValueKind.I32);
        Pass(kinds);
    }

    private void BranchTable()
    {
        var count = _reader.ReadLength();
        if (count > _limits.MaxBranchTargets)
            throw TooLarge($"{count} branch targets, of at most {_limits.MaxBranchTargets}");
        Pop(ValueKind.I32);
        var first = ReadLabel();
        Require(first);
        for (var i = 0; i < count; i++)
        {
            var kinds = ReadLabel();
            if (kinds == first)
                continue;
            if (kinds.Length != first.Length)
                throw Invalid("type mismatch: labels of different arity");
            Require(kinds);
        }

        LeaveUnreachable();
    }

    private void Return()
    {
        Pop(_frames[0].LabelKinds);
        LeaveUnreachable();
    }

    private FunctionType ReadCallee() => _module.TypeOf(ReadIndex(_module.Functions.Count, "function"));

    private FunctionType ReadIndirectCallee()
    {
        var type = _module.Types[ReadIndex(_module.Types.Length, "type")];
        var table = _module.Tables[ReadIndex(_module.Tables.Count, "table")];
        if (table.Element != ValueKind.FuncRef)
            throw Invalid("type mismatch: the table holds no functions");
        Pop(ValueKind.I32);
        return type;
    }

    private void Call(FunctionType type)
    {
        Pop(type.Parameters.AsSpan());
        Push(type.Results.AsSpan());
    }

    private void ReturnCall(FunctionType type)
    {
        if (!type.Results.AsSpan().SequenceEqual(_frames[0].LabelKinds))
            throw Invalid("type mismatch: a tail call gives other results than its function");
        Pop(type.Parameters.AsSpan());
        LeaveUnreachable();
    }
}
