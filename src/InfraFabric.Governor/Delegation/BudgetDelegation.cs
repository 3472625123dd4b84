using System.Buffers;
using System.Buffers.Text;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;

namespace InfraFabric.Governor.Delegation;

/// <summary>
/// A part of a budget that was handed on: <c>ifd1.STEP.SIGNATURE.STEP.SIGNATURE…</c>. The first step is signed by who
/// may spend the budget, each other one by the holder of the step before, over everything that stands before its
/// signature. A step can only say less than the one before. So whoever has the text can check it, with no server, down
/// to the key that it begins with; and it is no secret, because only the last holder's key can spend it.
/// </summary>
public sealed class BudgetDelegation
{
    private const string Kind = "ifd1";
    private const int SignatureBytes = 64;

    private BudgetDelegation(
        string text, BudgetId budget, AgentName by, VerifyKey issuer, IReadOnlyList<DelegationTerms> steps,
        IReadOnlyList<BudgetId> budgets)
    {
        Text = text;
        Budget = budget;
        IssuedBy = by;
        Issuer = issuer;
        Steps = steps;
        Budgets = budgets;
    }

    /// <summary>The delegation, as it is handed on.</summary>
    public string Text { get; }

    /// <summary>The budget that it is a part of.</summary>
    public BudgetId Budget { get; }

    /// <summary>Who it says has made it.</summary>
    public AgentName IssuedBy { get; }

    /// <summary>The key that it begins with: whether that one may spend the budget is for the fabric to say.</summary>
    public VerifyKey Issuer { get; }

    /// <summary>The terms of each step, the first one first.</summary>
    public IReadOnlyList<DelegationTerms> Steps { get; }

    /// <summary>The budgets of the steps: each is spent from, and bounds those after it.</summary>
    public IReadOnlyList<BudgetId> Budgets { get; }

    /// <summary>What its present holder may do.</summary>
    public DelegationTerms Terms => Steps[^1];

    /// <summary>Hands a part of a budget on.</summary>
    public static BudgetDelegation Issue(
        BudgetId budget, DelegationTerms terms, AgentName by, SigningKey issuer, IdSource ids, DateTimeOffset now)
    {
        RequireWorth(terms, now);
        if (budget.Scope == BudgetScope.Delegated)
            throw Wider("A part of a part is made by narrowing it.");
        return Append(Kind, StepOf(terms) with
        {
            Budget = budget.Text,
            By = by.ToString(),
            Issuer = issuer.VerifyKey.ToString(),
            Id = ids.Next().ToString("N"),
        }, issuer);
    }

    /// <summary>Hands a part of this part on, signed by its holder.</summary>
    public BudgetDelegation Narrow(DelegationTerms terms, SigningKey holder, DateTimeOffset now)
    {
        RequireWorth(terms, now);
        if (holder.VerifyKey != Terms.Holder)
            throw Wider("Only its holder can hand it on, and this key is another's.");
        if (Steps.Count >= DelegationLimits.MaxSteps)
            throw Wider($"It was handed on {Steps.Count} times, which is the limit.");
        if (Excess(Terms, terms) is { } excess)
            throw Wider(excess);
        return Append(Text, StepOf(terms), holder);
    }

    /// <summary>
    /// Reads a delegation and checks every signature and that no step says more than the one before; an error with
    /// IF_ERR_DELEGATION_INVALID when one does not hold.
    /// </summary>
    public static BudgetDelegation Parse(string text)
    {
        if (text.Length > DelegationLimits.MaxLength)
            throw Invalid($"It is longer than {DelegationLimits.MaxLength} characters.");
        var parts = text.Split('.', (2 * DelegationLimits.MaxSteps) + 2);
        if (parts[0] != Kind || parts.Length % 2 != 1 || parts.Length is < 3 or > (2 * DelegationLimits.MaxSteps) + 1)
        {
            throw Invalid(
                $"It does not have the form {Kind}.STEP.SIGNATURE, with at most {DelegationLimits.MaxSteps} steps.");
        }

        var terms = new List<DelegationTerms>();
        var budgets = new List<BudgetId>();
        DelegationStep? first = null;
        var end = Kind.Length;
        for (var i = 1; i < parts.Length; i += 2)
        {
            var step = Decode(parts[i]) is { } bytes ? DelegationStep.Read(bytes) : null;
            if (step is null || step.IsFirst != (i == 1))
                throw Invalid($"Step {(i + 1) / 2} cannot be read.");
            first ??= step;
            end += 1 + parts[i].Length;
            var signer = terms.Count == 0 ? VerifyKey.Parse(first.Issuer!) : terms[^1].Holder;
            if (Decode(parts[i + 1]) is not { Length: SignatureBytes } signature
                || !signer.Verify(Encoding.ASCII.GetBytes(text[..end]), signature))
            {
                throw Invalid($"The signature of step {(i + 1) / 2} is not that of {signer}.");
            }

            budgets.Add(BudgetId.Delegated(Sha256Hash.Of(Encoding.ASCII.GetBytes(text[..end]))));
            end += 1 + parts[i + 1].Length;
            var next = step.ToTerms();
            if (next.Limit <= Money.Zero || (terms.Count > 0 && Excess(terms[^1], next) is not null))
                throw Invalid($"Step {(i + 1) / 2} says more than the one before.");
            terms.Add(next);
        }

        return new BudgetDelegation(
            text, BudgetId.Parse(first!.Budget!), AgentName.Parse(first.By!), VerifyKey.Parse(first.Issuer!), terms,
            budgets);
    }

    /// <summary>Why this cannot be spent by who asks, for this kind of work and now; null if it can.</summary>
    public string? Obstacle(VerifyKey? spender, string? kind, DateTimeOffset now)
    {
        if (spender != Terms.Holder)
            return "It was handed on to another key than the caller's.";
        if (Terms.ExpiresAt <= now)
            return $"It expired at {Terms.ExpiresAt:yyyy-MM-dd HH:mm:ss}Z.";
        return Terms.Kinds is { } kinds && (kind is null || !kinds.Contains(kind))
            ? $"It is for {string.Join(", ", kinds)} only."
            : null;
    }

    private static BudgetDelegation Append(string before, DelegationStep step, SigningKey key)
    {
        var text = $"{before}.{Base64Url.EncodeToString(step.ToBytes())}";
        return Parse($"{text}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text)))}");
    }

    private static DelegationStep StepOf(DelegationTerms terms) => new()
    {
        Holder = terms.Holder.ToString(),
        Limit = terms.Limit,
        ExpiresAt = terms.ExpiresAt.ToUnixTimeSeconds(),
        Kinds = terms.Kinds,
    };

    /// <summary>What terms have beyond others; null if nothing.</summary>
    private static string? Excess(DelegationTerms before, DelegationTerms after)
    {
        if (after.Limit > before.Limit)
            return $"{after.Limit} is more than the {before.Limit} that it has.";
        if (after.ExpiresAt > before.ExpiresAt)
            return $"It ends at {before.ExpiresAt:yyyy-MM-dd HH:mm:ss}Z, and cannot be handed on for longer.";
        return before.Kinds is { } kinds && (after.Kinds is not { } fewer || fewer.Any(kind => !kinds.Contains(kind)))
            ? $"It is for {string.Join(", ", kinds)} only."
            : null;
    }

    private static void RequireWorth(DelegationTerms terms, DateTimeOffset now)
    {
        if (terms.Limit <= Money.Zero)
            throw Wider("Nothing would be handed on.");
        if (terms.ExpiresAt <= now || terms.ExpiresAt > now + DelegationLimits.MaxTime)
            throw Wider($"It must end within {DelegationLimits.MaxTime.TotalDays} days.");
        if (terms.Kinds is { } kinds && (kinds.Count is 0 or > DelegationLimits.MaxKinds
            || kinds.Any(kind => kind.Length is 0 or > GovernorLimits.MaxKindLength)))
        {
            throw Wider($"It names 1 to {DelegationLimits.MaxKinds} kinds of work, or leaves them out.");
        }
    }

    // A decoder forgives stray bits at the end; what is not written as we would write it was tampered with.
    private static byte[]? Decode(string text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
            return null;
        Array.Resize(ref bytes, written);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }

    private static FabricException Wider(string why) => new(ErrorTable.Usage,
        "The budget is not handed on like that.", why, "Hand on less, or ask who has more.");

    private static FabricException Invalid(string why) => new(ErrorTable.DelegationInvalid,
        "The delegation is not accepted.", why, "Ask whoever handed it on for the text as it was made.");
}
