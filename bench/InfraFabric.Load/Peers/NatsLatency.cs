using System.Diagnostics;
using System.Text;

namespace InfraFabric.Load.Peers;

/// <summary>From publishing to a subscriber's hands on NATS, one message at a time; nothing is made durable.</summary>
internal static class NatsLatency
{
    private const int Messages = 20_000;
    private const int WarmUp = 2_000;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var server = await PeerServers.NatsAsync();
        using var subscriber = new NatsConnection(server.Address);
        using var publisher = new NatsConnection(server.Address);
        subscriber.Send("SUB tasks 1\r\n"u8);
        subscriber.Settle();
        var payload = new string('x', 300);
        var message = Encoding.ASCII.GetBytes($"PUB tasks {payload.Length}\r\n{payload}\r\n");
        var latencies = new Latencies();
        for (var sent = 0; sent < WarmUp + Messages; sent++)
        {
            var start = Stopwatch.GetTimestamp();
            publisher.Send(message);
            if (subscriber.Receive().Length != payload.Length)
                throw new InvalidOperationException("NATS delivered something else.");
            if (sent >= WarmUp)
                latencies.Add(start);
        }

        return
        [
            Row.OfPeer("NATS, published → subscriber, one way, one at a time",
                $"p50 {latencies.At(0.5).TotalMicroseconds:F0} µs, p99 {latencies.At(0.99).TotalMicroseconds:F0} µs"),
        ];
    }
}
