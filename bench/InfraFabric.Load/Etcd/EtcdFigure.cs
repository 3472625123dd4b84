namespace InfraFabric.Load.Etcd;

/// <summary>One measured line: what ran, how fast, and how long one commit took.</summary>
public sealed record EtcdFigure(string What, string Who, double CommitsPerSecond, TimeSpan P50, TimeSpan P99);
