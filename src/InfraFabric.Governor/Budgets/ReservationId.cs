using System.Diagnostics.CodeAnalysis;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;

namespace InfraFabric.Governor.Budgets;

/// <summary>Names a reservation.</summary>
public readonly record struct ReservationId
{
    internal const string Prefix = BudgetId.Prefix + "held/";

    private ReservationId(Guid value) => Value = value;

    public Guid Value { get; }

    internal RecordKey Key => new(Prefix + this);

    /// <summary>A name that no other reservation has.</summary>
    public static ReservationId New(IdSource ids) => new(ids.Next());

    /// <summary>
    /// The name of the reservation that a caller's idempotency key makes, however often it is asked for.
    /// </summary>
    public static ReservationId Of(string actor, string idempotencyKey)
    {
        Span<byte> hash = stackalloc byte[Sha256Hash.Size];
        Sha256Hash.Of(Encoding.UTF8.GetBytes($"{actor}\n{idempotencyKey}")).CopyTo(hash);
        // Version 8 of RFC 9562: bits of our own choice.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new ReservationId(new Guid(hash[..16], bigEndian: true));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out ReservationId id)
    {
        var valid = Guid.TryParseExact(text, "D", out var value) && value.ToString("D") == text;
        id = new ReservationId(valid ? value : default);
        return valid;
    }

    /// <summary>Reads a name; an error with IF_ERR_ID_INVALID when it is not one.</summary>
    public static ReservationId Parse(string text) => TryParse(text, out var id) ? id : throw new FabricException(
        ErrorTable.IdInvalid, "A reservation is named in a way that cannot be read.",
        "It is a UUID in lower case, as the answer to the reservation had it.", "Correct the name.");

    public override string ToString() => Value.ToString("D");
}
