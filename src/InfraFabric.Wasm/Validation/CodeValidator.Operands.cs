using System.Runtime.CompilerServices;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Validation;

/// <summary>
/// The stack of operand kinds. In unreachable code it has unknown ones below its floor, as many as are asked for.
/// </summary>
internal ref partial struct CodeValidator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(ValueKind kind)
    {
        var height = _height;
        var operands = _operands;
        if ((uint)height >= (uint)operands.Length)
            operands = ReserveOperands(1);
        operands[height] = kind;
        _height = height + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pop(ValueKind kind)
    {
        var top = _height - 1;
        if (top >= _floor && _operands[top] == kind)
            _height = top;
        else
            PopUnknown(kind);
    }

    private void PopUnknown(ValueKind kind)
    {
        var actual = Pop();
        if (actual != Unknown)
            throw Mismatch(actual, kind);
    }

    private ValueKind Pop()
    {
        if (_height > _floor)
            return _operands[--_height];
        return _isUnreachable ? Unknown : throw Missing();
    }

    private void Push(ReadOnlySpan<ValueKind> kinds)
    {
        var operands = _operands.Length - _height < kinds.Length ? ReserveOperands(kinds.Length) : _operands;
        kinds.CopyTo(operands.AsSpan(_height));
        _height += kinds.Length;
    }

    private void Pop(ReadOnlySpan<ValueKind> kinds) => _height -= Require(kinds);

    /// <summary>Pops kinds and pushes them again: what was unknown among them is known afterwards.</summary>
    private void Pass(ReadOnlySpan<ValueKind> kinds)
    {
        Pop(kinds);
        Push(kinds);
    }

    /// <summary>Checks that kinds could be popped, and gives how many of them the stack really has.</summary>
    private readonly int Require(ReadOnlySpan<ValueKind> kinds)
    {
        if (IsTop(kinds))
            return kinds.Length;
        var present = Math.Min(_height - _floor, kinds.Length);
        if (present < kinds.Length && !_isUnreachable)
            throw Missing();
        var top = _operands.AsSpan(_height - present, present);
        var expected = kinds[^present..];
        for (var i = 0; (i += top[i..].CommonPrefixLength(expected[i..])) < present; i++)
        {
            if (top[i] != Unknown)
                throw Mismatch(top[i], expected[i]);
        }

        return present;
    }

    private readonly bool IsTop(ReadOnlySpan<ValueKind> kinds) =>
        _height - _floor >= kinds.Length
        && _operands.AsSpan(_height - kinds.Length, kinds.Length).SequenceEqual(kinds);

    private ValueKind[] ReserveOperands(int more)
    {
        if (_height + more > _limits.MaxOperands)
            throw TooLarge($"more than {_limits.MaxOperands} operands");
        Array.Resize(ref _operands, Math.Min(Math.Max(_height + more, 2 * _operands.Length), _limits.MaxOperands));
        return _operands;
    }

    private readonly InvalidModuleException Missing() => Invalid("type mismatch: no operand is left");

    private readonly InvalidModuleException Mismatch(ValueKind actual, ValueKind expected) =>
        Invalid($"type mismatch: {Name(actual)} where {Name(expected)} is needed");

    private static string Name(ValueKind kind) => kind.ToString().ToLowerInvariant();
}
