namespace InfraFabric.Core.Json;

/// <summary>Orders members by their keys.</summary>
internal readonly struct MemberOrder(byte[] keys) : IComparer<Member>
{
    public int Compare(Member x, Member y) =>
        KeyOrder.Compare(keys.AsSpan(x.Key, x.KeyLength), keys.AsSpan(y.Key, y.KeyLength));
}
