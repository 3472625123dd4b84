using Google.Protobuf;

namespace InfraFabric.State.Etcd.Grpc;

/// <summary>A remote method: its path, and how its answers are read.</summary>
internal sealed record GrpcMethod<TRequest, TResponse>(string Path, MessageParser<TResponse> Parser)
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>;
