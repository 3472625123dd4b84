using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

// Usage: InfraFabric.IdleSockets PORT    Makes a WebSocket of every connection, and reads what comes.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(args[0])));
var app = builder.Build();
app.UseWebSockets();
app.Run(async context =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    // Waiting with an empty buffer, as is recommended for connections that idle: it holds none until something comes.
    while (!context.RequestAborted.IsCancellationRequested)
        await socket.ReceiveAsync(Memory<byte>.Empty, context.RequestAborted);
});
app.Run();
