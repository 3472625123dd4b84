using System.Globalization;
using System.Text.Json.Serialization;
using InfraFabric.Governor.Escalation;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Messages;

/// <summary>
/// A message of one channel under <c>messages/{channel}/{number}</c>. It covers the escalations that were made after
/// one revision and up to another, so that none is in two messages of a channel, or in none.
/// </summary>
internal sealed record MessageRecord
{
    internal const string Prefix = "messages/";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required MessageState State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required EscalationSeverity Severity { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Count { get; init; }

    public required IReadOnlyList<EscalationItem> Items { get; init; }

    public IReadOnlyList<EscalationRest> Rest { get; init; } = [];

    /// <summary>The revision after which the escalations were made.</summary>
    public long After { get; init; }

    /// <summary>The revision up to which they were made.</summary>
    public long UpTo { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// Before that it is not tried again: another server may be sending it, or the last attempt has just failed.
    /// </summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }

    /// <summary>When it was sent, or given up.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public static RecordKey KeyOf(string channel, long number) =>
        new($"{Prefix}{channel}/{number.ToString("D10", CultureInfo.InvariantCulture)}");

    public static string IdOf(string channel, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{channel}/{number}");

    public EscalationMessage ToMessage(string channel, long number) => new()
    {
        Id = IdOf(channel, number),
        Severity = Severity,
        At = At,
        Count = Count,
        Items = Items,
        Rest = Rest,
    };
}
