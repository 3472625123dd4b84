using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>The calls of etcd that we make.</summary>
internal static class EtcdMethods
{
    public static readonly GrpcMethod<RangeRequest, RangeResponse> Range =
        new("/etcdserverpb.KV/Range", RangeResponse.Parser);

    public static readonly GrpcMethod<TxnRequest, TxnResponse> Txn =
        new("/etcdserverpb.KV/Txn", TxnResponse.Parser);

    public static readonly GrpcMethod<CompactionRequest, CompactionResponse> Compact =
        new("/etcdserverpb.KV/Compact", CompactionResponse.Parser);

    public static readonly GrpcMethod<WatchRequest, WatchResponse> Watch =
        new("/etcdserverpb.Watch/Watch", WatchResponse.Parser);

    public static readonly GrpcMethod<LeaseGrantRequest, LeaseGrantResponse> LeaseGrant =
        new("/etcdserverpb.Lease/LeaseGrant", LeaseGrantResponse.Parser);

    public static readonly GrpcMethod<LeaseRevokeRequest, LeaseRevokeResponse> LeaseRevoke =
        new("/etcdserverpb.Lease/LeaseRevoke", LeaseRevokeResponse.Parser);

    /// <summary>A stream in etcd's definition. With one request and one answer it is a call like the others.</summary>
    public static readonly GrpcMethod<LeaseKeepAliveRequest, LeaseKeepAliveResponse> LeaseKeepAlive =
        new("/etcdserverpb.Lease/LeaseKeepAlive", LeaseKeepAliveResponse.Parser);

    public static readonly GrpcMethod<StatusRequest, StatusResponse> Status =
        new("/etcdserverpb.Maintenance/Status", StatusResponse.Parser);

    public static readonly GrpcMethod<AuthenticateRequest, AuthenticateResponse> Authenticate =
        new("/etcdserverpb.Auth/Authenticate", AuthenticateResponse.Parser);
}
