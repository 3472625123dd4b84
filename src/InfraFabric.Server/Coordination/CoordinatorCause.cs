using InfraFabric.Server.Hosting;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Coordination;

/// <summary>Who makes a request, as the coordinator is told.</summary>
internal static class CoordinatorCause
{
    public static Cause Of(HttpContext context)
    {
        var caller = context.Caller();
        return new Cause(caller.Actor, context.Trace(), context.Why(), caller.May(Scopes.Operate));
    }
}
