namespace InfraFabric.State.Etcd.Grpc;

/// <summary>
/// A call that was not answered, or answered with a status other than OK. It never leaves this assembly.
/// </summary>
internal sealed class GrpcException(GrpcCode code, string detail, bool neverSent = false, Exception? cause = null)
    : Exception($"{code}: {detail}", cause)
{
    public GrpcCode Code { get; } = code;

    /// <summary>What the server said, or what broke.</summary>
    public string Detail { get; } = detail;

    /// <summary>It is certain that no server saw the request.</summary>
    public bool NeverSent { get; } = neverSent;
}
