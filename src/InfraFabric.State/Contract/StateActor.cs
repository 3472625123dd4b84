namespace InfraFabric.State.Contract;

/// <summary>Who acts when the state store changes something by itself, as when a lease runs out.</summary>
public static class StateActor
{
    public const string Name = "if://agent/infrafabric.state/0";
}
