namespace InfraFabric.Witness.Tests.Draining;

/// <summary>Which call of a store is never answered.</summary>
public enum HangingCall
{
    Load,

    ReadEntries,

    Append,
}
