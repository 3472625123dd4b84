using InfraFabric.Governor.Escalation;

namespace InfraFabric.Governor.Messages;

/// <summary>
/// Makes one message of what has come: the gravest first, of each agent a few, and the rest counted. Nothing that came
/// is left out of the count.
/// </summary>
internal static class EscalationBatch
{
    /// <summary>When some escalations are to be told of; null if there is nothing to tell.</summary>
    public static DateTimeOffset? DueAt(
        IReadOnlyList<KnownEscalation> told, IReadOnlyList<KnownEscalation> lately, EscalationOptions options)
    {
        if (told.Count == 0)
            return null;
        var critical = told.Where(one => one.Record.Severity == EscalationSeverity.Critical).ToList();
        if (critical.Count > 0 && critical.Any(one => IsWithinQuota(one.Record, lately, options.Quota)))
            return critical[0].Record.At;
        return told[0].Record.At + options.BatchWindow;
    }

    /// <summary>Makes a message.</summary>
    /// <param name="told">What it tells of.</param>
    /// <param name="after">The revision after which that was made.</param>
    /// <param name="upTo">The revision up to which it was made.</param>
    /// <param name="quotaOf">How much of one agent it may show.</param>
    /// <param name="now">When it is made.</param>
    public static MessageRecord Compose(
        IReadOnlyList<KnownEscalation> told, long after, long upTo, Func<string, int> quotaOf, DateTimeOffset now)
    {
        var shown = told.GroupBy(one => one.Record.By).SelectMany(ofOne => Gravest(ofOne).Take(quotaOf(ofOne.Key)));
        var items = Gravest(shown).Take(EscalationLimits.MaxShown).ToList();
        var rest = told.Except(items).GroupBy(one => one.Record.By, StringComparer.Ordinal)
            .Select(ofOne => new EscalationRest(ofOne.Key, ofOne.Count()))
            .OrderByDescending(ofOne => ofOne.Count).ToList();
        return new MessageRecord
        {
            State = MessageState.Waiting,
            Severity = told.Max(one => one.Record.Severity),
            At = now,
            Count = told.Count,
            Items = [.. items.Select(one => ItemOf(one, alone: told.Count == 1))],
            Rest = Few(rest),
            After = after,
            UpTo = upTo,
        };
    }

    private static IEnumerable<KnownEscalation> Gravest(IEnumerable<KnownEscalation> some) =>
        some.OrderByDescending(one => one.Record.Severity).ThenBy(one => one.Made);

    // A storm can come from many at once, too.
    private static List<EscalationRest> Few(List<EscalationRest> rest) => rest.Count <= EscalationLimits.MaxShown
        ? rest
        :
        [
            .. rest.Take(EscalationLimits.MaxShown - 1),
            new EscalationRest("others", rest.Skip(EscalationLimits.MaxShown - 1).Sum(one => one.Count)),
        ];

    private static bool IsWithinQuota(
        EscalationRecord critical, IReadOnlyList<KnownEscalation> lately, int quota) =>
        lately.Count(one => one.Record.Severity == EscalationSeverity.Critical
            && one.Record.By == critical.By
            && one.Record.At > critical.At - EscalationLimits.QuotaWithin) <= quota;

    private static EscalationItem ItemOf(KnownEscalation one, bool alone)
    {
        var text = one.Record.Text;
        if (!alone && text.Length > EscalationLimits.MaxShownText)
            text = string.Concat(text.AsSpan(0, EscalationLimits.MaxShownText - 1), "…");
        return new EscalationItem(
            one.Id.ToString(), one.Record.Kind, one.Record.Subject, one.Record.Severity, text, one.Record.By,
            one.Record.At);
    }
}
