namespace InfraFabric.Wasm.Recordings;

/// <summary>How a call of the host ended. The numbers are those of the format.</summary>
internal enum CallEnd : byte
{
    Results = 0,
    Trap = 1,
    Exit = 2,
    Failure = 3,
    Exception = 4,
}
