using InfraFabric.Wasm.Recordings;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Exceptions;

/// <summary>
/// What exceptions are told apart by. An exception is caught by the code that has the tag with which it was thrown:
/// another tag of the same type does not do.
/// </summary>
public sealed class Tag
{
    public Tag(Store store, TagType type)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(type);
        if (store.Effects is not null)
            HostEffects.Refuse("made a tag");
        Store = store;
        Type = type;
        store.Tags.Add(this);
    }

    public Store Store { get; }

    public TagType Type { get; }
}
