namespace InfraFabric.State.Contract;

/// <summary>How much a note concerns a human.</summary>
public enum NoteSeverity : byte
{
    /// <summary>The course of things.</summary>
    Info = 0,

    /// <summary>Something failed that was foreseen to fail at times.</summary>
    Low = 1,

    Medium = 2,

    /// <summary>A human should know soon.</summary>
    High = 3,

    /// <summary>A human must know now.</summary>
    Critical = 4,
}
