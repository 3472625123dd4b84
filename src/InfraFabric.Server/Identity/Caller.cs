using InfraFabric.Api.Identity;
using InfraFabric.Core.Ids;

namespace InfraFabric.Server.Identity;

/// <summary>Who makes a request, and what it may do. It has proved who it is.</summary>
internal sealed record Caller(AgentName Name, Scopes Scopes)
{
    /// <summary>The owner of the home, who calls through its socket.</summary>
    public static readonly Caller Operator = new(OperatorIdentity.Name, Scopes.All);

    /// <summary>Its name, written out once: every call that changes something tells the witness.</summary>
    public string Actor { get; } = Name.ToString();

    /// <summary>Whether it has all of these scopes.</summary>
    public bool May(Scopes required) => (Scopes & required) == required;
}
