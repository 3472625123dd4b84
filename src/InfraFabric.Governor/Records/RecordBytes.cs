using System.Text.Json;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Escalation;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.History;
using InfraFabric.Governor.Messages;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Records;

/// <summary>Records as they are stored.</summary>
internal static class RecordBytes
{
    public static byte[] Of(BudgetRecord budget) =>
        JsonSerializer.SerializeToUtf8Bytes(budget, GovernorJson.Stored.BudgetRecord);

    public static byte[] Of(PolicyRecord policy) =>
        JsonSerializer.SerializeToUtf8Bytes(policy, GovernorJson.Stored.PolicyRecord);

    /// <summary>The bytes of what is known of a swarm; none where nothing is.</summary>
    public static byte[] Of(RegistryRecord? registry) =>
        registry is null ? [] : JsonSerializer.SerializeToUtf8Bytes(registry, GovernorJson.Stored.RegistryRecord);

    public static RegistryRecord ReadRegistry(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.RegistryRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static PolicyRecord ReadPolicy(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.PolicyRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static byte[] Of(HelpRecord help) =>
        JsonSerializer.SerializeToUtf8Bytes(help, GovernorJson.Stored.HelpRecord);

    public static HelpRecord ReadHelp(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.HelpRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static BlockerMark ReadBlocker(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.BlockerMark)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static byte[] Of(ReservationRecord reservation) =>
        JsonSerializer.SerializeToUtf8Bytes(reservation, GovernorJson.Stored.ReservationRecord);

    public static byte[] Of(CostSketch costs) =>
        JsonSerializer.SerializeToUtf8Bytes(costs, GovernorJson.Stored.CostSketch);

    public static CostSketch ReadCosts(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.CostSketch)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static BudgetRecord ReadBudget(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.BudgetRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static ReservationRecord ReadReservation(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.ReservationRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static byte[] Of(BreakerRecord breaker) =>
        JsonSerializer.SerializeToUtf8Bytes(breaker, GovernorJson.Stored.BreakerRecord);

    public static byte[] Of(EscalationRecord escalation) =>
        JsonSerializer.SerializeToUtf8Bytes(escalation, GovernorJson.Stored.EscalationRecord);

    public static BreakerRecord ReadBreaker(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.BreakerRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static EscalationRecord ReadEscalation(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.EscalationRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static FailuresRecord ReadFailures(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.FailuresRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static byte[] Of(MessageRecord message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, GovernorJson.Stored.MessageRecord);

    public static byte[] Of(ChannelRecord channel) =>
        JsonSerializer.SerializeToUtf8Bytes(channel, GovernorJson.Stored.ChannelRecord);

    public static MessageRecord ReadMessage(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.MessageRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");

    public static ChannelRecord ReadChannel(Record record) =>
        JsonSerializer.Deserialize(record.Value.Span, GovernorJson.Stored.ChannelRecord)
        ?? throw new InvalidDataException($"The record {record.Key} is empty.");
}
