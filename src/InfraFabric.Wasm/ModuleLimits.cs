namespace InfraFabric.Wasm;

/// <summary>How large a module may be. What is larger is refused with <see cref="ModuleFault.TooLarge"/>.</summary>
public sealed record ModuleLimits
{
    public static ModuleLimits Default { get; } = new();

    public int MaxModuleBytes { get; init; } = 256 << 20;

    public int MaxTypes { get; init; } = 100_000;

    public int MaxImports { get; init; } = 100_000;

    public int MaxExports { get; init; } = 100_000;

    public int MaxFunctions { get; init; } = 1_000_000;

    public int MaxTables { get; init; } = 100;

    public int MaxMemories { get; init; } = 1;

    public int MaxGlobals { get; init; } = 1_000_000;

    public int MaxTags { get; init; } = 100_000;

    public int MaxElementSegments { get; init; } = 100_000;

    /// <summary>The items of all element segments together.</summary>
    public int MaxElements { get; init; } = 10_000_000;

    public int MaxDataSegments { get; init; } = 100_000;

    public int MaxCustomSections { get; init; } = 10_000;

    public int MaxNameBytes { get; init; } = 100_000;

    public int MaxFunctionBytes { get; init; } = 8 << 20;

    public int MaxParameters { get; init; } = 1_000;

    public int MaxResults { get; init; } = 1_000;

    /// <summary>Locals of one function, its parameters among them.</summary>
    public int MaxLocals { get; init; } = 50_000;

    /// <summary>Blocks inside each other in one function.</summary>
    public int MaxNesting { get; init; } = 5_000;

    /// <summary>Values on the operand stack of one function.</summary>
    public int MaxOperands { get; init; } = 50_000;

    /// <summary>Targets of one <c>br_table</c>.</summary>
    public int MaxBranchTargets { get; init; } = 65_520;

    /// <summary>Each <c>try_table</c> of one function.</summary>
    public int MaxTryTables { get; init; } = 2_000;

    /// <summary>
    /// Each <c>try_table</c> inside of another one in one function: what they take to compile grows faster than their
    /// number.
    /// </summary>
    public int MaxTryTableNesting { get; init; } = 100;

    /// <summary>The clauses of all <c>try_table</c> of one function, and the values they bring, together.</summary>
    public int MaxCatches { get; init; } = 10_000;
}
