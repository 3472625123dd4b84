namespace InfraFabric.Core.Json;

/// <summary>Where a member of an open object stands.</summary>
internal struct Member(int key, int keyLength, int from)
{
    /// <summary>The offset of its unescaped key among the keys.</summary>
    public readonly int Key => key;

    public readonly int KeyLength => keyLength;

    /// <summary>The offset of the member, key and value, in the output.</summary>
    public readonly int From => from;

    /// <summary>The bytes of the member in the output; known once its value is written.</summary>
    public int Length { get; set; }
}
