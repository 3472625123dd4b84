using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Runtime;

/// <summary>What an instance has left of the segments of its module.</summary>
internal sealed class Segments(ModuleContents contents)
{
    private readonly bool[] _isDropped = contents.Data.Length == 0 ? [] : new bool[contents.Data.Length];
    private readonly object?[]?[] _elements =
        contents.Elements.Length == 0 ? [] : new object?[contents.Elements.Length][];

    public ReadOnlySpan<byte> DataOf(int segment)
    {
        var data = contents.Data[segment];
        return _isDropped[segment] ? [] : contents.Bytes.AsSpan(data.Start, data.Length);
    }

    /// <summary>The references of a segment, which are found in its instance when they are first asked for.</summary>
    public object?[] ElementsOf(Instance instance, int segment) =>
        _elements[segment] ??= instance.Evaluate(contents.Elements[segment]);

    public void DropData(int segment) => _isDropped[segment] = true;

    public void DropElements(int segment) => _elements[segment] = [];
}
