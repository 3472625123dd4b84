using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

/// <summary>A part of a budget that was handed on.</summary>
/// <param name="Delegation">Its text, which is handed on.</param>
/// <param name="Budget">The budget that it is a part of.</param>
/// <param name="IssuedBy">Who it says has made it.</param>
/// <param name="Issuer">The key of who has made it.</param>
/// <param name="Holder">The key of who may spend it.</param>
/// <param name="Limit">How much.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="Kinds">The kinds of work that it may be spent on; any, if left out.</param>
/// <param name="Steps">How often it was handed on.</param>
internal sealed record DelegationAnswer(
    string Delegation, string Budget, string IssuedBy, string Issuer, string Holder,
    [property: JsonPropertyName("limit_micro_usd")] Money Limit, DateTimeOffset ExpiresAt,
    IReadOnlyList<string>? Kinds, int Steps);
