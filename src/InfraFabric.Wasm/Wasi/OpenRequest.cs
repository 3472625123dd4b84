using InfraFabric.Wasm.Wasi.Descriptors;

namespace InfraFabric.Wasm.Wasi;

/// <summary>How a program asks to have a path opened.</summary>
internal readonly record struct OpenRequest(
    OpenFlags Open, Rights Rights, Rights Inheriting, DescriptorFlags Flags)
{
    public bool Creates => Open.HasFlag(OpenFlags.Create);

    public bool IsExclusive => Creates && Open.HasFlag(OpenFlags.Exclusive);

    public bool IsDirectory => Open.HasFlag(OpenFlags.Directory);

    public bool Truncates => Open.HasFlag(OpenFlags.Truncate);

    public bool Writes => Rights.HasFlag(Rights.FdWrite);
}
