namespace InfraFabric.Wasm.Wasi;

/// <summary>A program ended itself. It is no failure: the host takes it as the end of the call.</summary>
public sealed class WasiExitException(int exitCode) : Exception($"The program ended with exit code {exitCode}.")
{
    public int ExitCode { get; } = exitCode;
}
