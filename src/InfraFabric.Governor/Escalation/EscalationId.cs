using System.Diagnostics.CodeAnalysis;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Escalation;

/// <summary>Names an escalation. Ids sort by age.</summary>
public readonly record struct EscalationId
{
    internal const string Prefix = "escalations/";

    private EscalationId(Guid value) => Value = value;

    public Guid Value { get; }

    internal RecordKey Key => new(Prefix + this);

    /// <summary>A name that no other escalation has.</summary>
    public static EscalationId New(IdSource ids) => new(ids.Next());

    public static bool TryParse([NotNullWhen(true)] string? text, out EscalationId id)
    {
        var valid = TraceToken.TryParse(text, out var uuid);
        id = new EscalationId(uuid.Value);
        return valid;
    }

    /// <summary>Reads a name; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static EscalationId Parse(string text) => TryParse(text, out var id) ? id : throw new FabricException(
        ErrorTable.IdInvalid, "An escalation is named in a way that cannot be read.",
        "It is a UUID in lower case, as the list of escalations has it.", "Correct the name.");

    public override string ToString() => Value.ToString("D");
}
