using Microsoft.Extensions.Hosting;

namespace InfraFabric.Server.Hosting;

/// <summary>The server lives as long as its caller says: it takes no signals of its own.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
