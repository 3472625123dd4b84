using InfraFabric.Core.Ids;

namespace InfraFabric.Cli.Frame;

/// <summary>Agents' names as a person writes them: whole, or without <c>if://agent/</c> in front.</summary>
internal static class AgentNames
{
    public static AgentName Parse(string text) =>
        AgentName.TryParse($"if://agent/{text}", out var named) ? named : AgentName.Parse(text);
}
