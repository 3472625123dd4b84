using InfraFabric.Core.Errors;

namespace InfraFabric.Governor.Budgets;

/// <summary>What was bought with a spending, as name and text, for the note of it: bounded, and checked.</summary>
internal sealed class SpendFacts
{
    // What a note says by itself is not the spender's to say.
    private static readonly string[] Taken =
        ["amount", "reserved", "budgets", "overdrawn", "kind", "tenant", "swarm", "task"];

    private SpendFacts(Dictionary<string, string> pairs) => Pairs = pairs;

    public Dictionary<string, string> Pairs { get; }

    /// <summary>Checks facts; an error with IF_ERR_LIMIT or IF_ERR_USAGE when they are not accepted.</summary>
    public static SpendFacts Of(IReadOnlyDictionary<string, string> facts)
    {
        if (facts.Count > GovernorLimits.MaxFacts)
            throw TooLarge($"It has {facts.Count} facts; the most is {GovernorLimits.MaxFacts}.");
        foreach (var (name, text) in facts)
        {
            if (!IsName(name) || Taken.Contains(name, StringComparer.Ordinal))
            {
                throw new FabricException(ErrorTable.Usage, "A spending is described in a way that is not accepted.",
                    $"A fact has 1 to {GovernorLimits.MaxFactNameLength} of a-z, 0-9, '_' and '.' for its name, and"
                    + $" none of {string.Join(", ", Taken)}.", "Correct the call.");
            }

            if (text.Length > GovernorLimits.MaxFactLength)
                throw TooLarge($"A fact has at most {GovernorLimits.MaxFactLength} characters.");
        }

        return new SpendFacts(new Dictionary<string, string>(facts, StringComparer.Ordinal));
    }

    /// <summary>Says whose spending it was and what for, as the reservation knows it.</summary>
    public static void Join(Dictionary<string, string> parameters, ReservationRecord reservation)
    {
        if (reservation.Kind is { } kind)
            parameters["kind"] = kind;
        foreach (var budget in reservation.Path.Select(BudgetId.Parse))
        {
            var name = budget.Text[(budget.Text.IndexOf('/', StringComparison.Ordinal) + 1)..];
            if (budget.Scope == BudgetScope.Tenant)
                parameters["tenant"] = name;
            else if (budget.Scope == BudgetScope.Swarm)
                parameters["swarm"] = name;
            else if (budget.Scope == BudgetScope.Task)
                parameters["task"] = name;
        }

        if (reservation.SpentBy is { } spender)
            parameters["swarm"] = spender;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= GovernorLimits.MaxFactNameLength
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.');

    private static FabricException TooLarge(string why) => new(ErrorTable.LimitExceeded,
        "A spending is described at too great length.", why, "Say less of it.");
}
