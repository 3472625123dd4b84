using System.Reflection.Emit;
using InfraFabric.Wasm.Emission;

namespace InfraFabric.Wasm.Compilation;

/// <summary>How a part of a large function is left: behind its last instruction, or to a block around it.</summary>
internal sealed class PartExits(MethodBuilder method, CodeWriter il, int outside, int limit)
{
    private readonly Dictionary<int, int> _numbers = [];

    public MethodBuilder Method { get; } = method;

    /// <summary>The open blocks when the part began: those below this number are outside.</summary>
    public int Outside { get; } = outside;

    /// <summary>Where in the module's bytes it ends.</summary>
    public int Limit { get; } = limit;

    /// <summary>Where locals are written back, and the number in <see cref="Number"/> is returned.</summary>
    public Label Label { get; } = il.DefineLabel();

    /// <summary>The exit that was taken: 0 behind the last instruction.</summary>
    public LocalBuilder Number { get; } = il.DeclareLocal(typeof(int));

    /// <summary>The blocks outside that are branched to, in the order of their numbers, which begin with 1.</summary>
    public IEnumerable<int> Frames => _numbers.OrderBy(exit => exit.Value).Select(exit => exit.Key);

    public int NumberOf(int frame)
    {
        if (!_numbers.TryGetValue(frame, out var number))
            _numbers[frame] = number = _numbers.Count + 1;
        return number;
    }
}
