using InfraFabric.Core.Ids;
using InfraFabric.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Identity;

/// <summary>Who asks for a change, why, and under which trace: what a witness note says of it.</summary>
internal sealed record ChangeOrigin(AgentName Actor, string? Why, TraceToken Trace)
{
    public static ChangeOrigin Of(HttpContext context) => new(context.Caller().Name, context.Why(), context.Trace());
}
