using System.Text;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.State.Conformance;

/// <summary>Ordinary values for tests that are about something else.</summary>
public static class Some
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static WitnessNote Note(string subject = "test/subject") => new()
    {
        Trace = TraceToken.From(new Guid("0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")),
        Actor = "if://agent/tester/1",
        Component = "conformance",
        Operation = "record.put",
        Subject = subject,
        Time = Time,
        Why = "a test says so",
    };

    public static Commit Commit(
        IReadOnlyList<Guard> guards, IReadOnlyList<Write> writes, string subject = "test/subject") =>
        new(guards, writes, [Note(subject)]);

    public static Commit Put(string key, string value, LeaseId lease = default) =>
        Commit([], [Write.Put(new RecordKey(key), Encoding.UTF8.GetBytes(value), lease)], key);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string? TextOf(Record? record) => record is null ? null : Encoding.UTF8.GetString(record.Value.Span);
}
