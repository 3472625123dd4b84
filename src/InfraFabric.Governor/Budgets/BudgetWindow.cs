using System.Text.Json.Serialization;

namespace InfraFabric.Governor.Budgets;

/// <summary>After what time a budget begins anew. Days and months are those of UTC.</summary>
public enum BudgetWindow
{
    [JsonStringEnumMemberName("total")]
    Total,

    [JsonStringEnumMemberName("day")]
    Day,

    [JsonStringEnumMemberName("month")]
    Month,
}
