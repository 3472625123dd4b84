using InfraFabric.Core.Ids;

namespace InfraFabric.Api.Identity;

/// <summary>Who a fabric is run by: the owner of its home, who also holds the operator's key.</summary>
public static class OperatorIdentity
{
    public static readonly AgentName Name = AgentName.Of("operator", 0);
}
