using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Governor.Registry;

/// <summary>Passes the records under one prefix on to the book.</summary>
internal sealed class RegistryView(RegistryBook book, string prefix) : IRecordView
{
    public void Replace(IReadOnlyList<Record> records) => book.Replace(prefix, records);

    public void Apply(IReadOnlyList<Change> changes) => book.Apply(changes);
}
