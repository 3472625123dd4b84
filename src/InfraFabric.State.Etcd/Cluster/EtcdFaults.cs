using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd.Grpc;

namespace InfraFabric.State.Etcd.Cluster;

/// <summary>What etcd's refusals mean to us, and to the caller.</summary>
internal static class EtcdFaults
{
    /// <summary>Another member, or the same one later, may answer.</summary>
    public static bool IsPassing(GrpcException fault) => fault.Code switch
    {
        GrpcCode.ResourceExhausted => Says(fault, "too many requests"),
        GrpcCode.InvalidArgument or GrpcCode.NotFound or GrpcCode.PermissionDenied or GrpcCode.FailedPrecondition
            or GrpcCode.OutOfRange or GrpcCode.Unauthenticated => false,
        _ => true,
    };

    /// <summary>The request may have been carried out although the answer says nothing of it.</summary>
    public static bool MayHaveHappened(GrpcException fault) =>
        !fault.NeverSent && IsPassing(fault) && fault.Code != GrpcCode.ResourceExhausted
        && !Says(fault, "etcdserver: no leader");

    public static bool IsTokenRefused(GrpcException fault) =>
        Says(fault, "invalid auth token") || Says(fault, "revision of auth store is old")
        || Says(fault, "user name is empty");

    public static bool IsLeaseGone(FabricException error) =>
        error.InnerException is GrpcException e && IsLeaseGone(e);

    public static bool IsLeaseTaken(FabricException error) =>
        error.InnerException is GrpcException e && IsLeaseTaken(e);

    public static bool IsLeaseGone(GrpcException fault) => Says(fault, "requested lease not found");

    private static bool IsLeaseTaken(GrpcException fault) => Says(fault, "lease already exists");

    public static bool IsCompacted(GrpcException fault) => Says(fault, "required revision has been compacted");

    public static bool IsRevisionAhead(GrpcException fault) => Says(fault, "required revision is a future revision");

    /// <summary>The error for a caller whose call certainly did nothing.</summary>
    public static FabricException ToError(GrpcException fault)
    {
        if (IsCompacted(fault))
            return Compacted(fault.Detail, fault);
        if (IsRevisionAhead(fault))
        {
            return new(ErrorTable.StateRevisionAhead, "A read asks for a revision that does not exist yet.",
                fault.Detail, "Read at a revision that the store has given.", fault);
        }

        return fault.Code switch
        {
            GrpcCode.Unauthenticated or GrpcCode.PermissionDenied => new(ErrorTable.Unauthenticated,
                "etcd refuses us.", fault.Detail, "Grant the etcd user read and write under the prefix.", fault),
            GrpcCode.ResourceExhausted => new(ErrorTable.StateUnavailable, "etcd takes no more writes.", fault.Detail,
                "Compact and defragment etcd, or raise its quota, then disarm its alarm.", fault),
            _ when IsPassing(fault) => Unavailable(fault.Detail, fault),
            _ => new(ErrorTable.StateUnavailable, "etcd refuses a request; nothing was changed.", fault.Detail,
                "Check that the server is etcd 3.4 or later with its default limits or larger ones.", fault),
        };
    }

    public static FabricException Unavailable(string why, Exception? cause = null) => new(
        ErrorTable.StateUnavailable, "etcd did not answer; nothing was changed.", why,
        "Check that a majority of its members runs and can be reached, then try again.", cause);

    public static FabricException OutcomeUnknown(string why, Exception? cause = null) => new(
        ErrorTable.StateOutcomeUnknown,
        "The answer to a commit was lost, and etcd cannot say any more whether it happened.", why,
        "Read what the commit would have changed before trying again.", cause);

    public static FabricException Compacted(string why, Exception? cause = null) => new(
        ErrorTable.StateCompacted, "That revision is no longer kept.", why,
        "List again, and watch after the revision of the list.", cause);

    private static bool Says(GrpcException fault, string words) =>
        fault.Detail.Contains(words, StringComparison.Ordinal);
}
