using System.Text;
using System.Text.Unicode;
using InfraFabric.Api.State;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.State;

/// <summary>The store's records as the API shows them.</summary>
internal static class RecordBodies
{
    public static RecordBody From(Record record)
    {
        var isText = Utf8.IsValid(record.Value.Span);
        return new RecordBody
        {
            Key = record.Key.Text,
            Text = isText ? Encoding.UTF8.GetString(record.Value.Span) : null,
            Base64 = isText ? null : record.Value.ToArray(),
            CreateRevision = record.CreateRevision,
            ModifyRevision = record.ModifyRevision,
            Lease = record.Lease.IsNone ? null : record.Lease.ToString(),
        };
    }

    public static RecordPageBody From(RecordPage page)
    {
        var records = new RecordBody[page.Records.Count];
        for (var i = 0; i < records.Length; i++)
            records[i] = From(page.Records[i]);
        return new RecordPageBody(records, page.Revision, page.More ? records[^1].Key : null);
    }

    public static ChangeBatchBody From(ChangeBatch batch) => new(
        batch.Revision,
        [.. batch.Changes.Select(change =>
            new ChangeBody(change.Key.Text, change.Record is null ? null : From(change.Record)))]);

    public static StatsBody From(StateStats stats) => new()
    {
        Backend = stats.Backend,
        Revision = stats.Revision,
        CompactedRevision = stats.CompactedRevision,
        Records = stats.Records,
        PendingNotes = stats.PendingNotes,
        Leases = stats.Leases,
        Watchers = stats.Watchers,
        DiskBytes = stats.DiskBytes,
        Location = stats.Location,
    };
}
