using System.Text.Json;
using System.Text.Json.Serialization;

namespace InfraFabric.Core.Units;

/// <summary>Money in JSON: a whole number of micro-dollars.</summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetInt64(out var microUsd) && microUsd is >= -Money.MaxMicroUsd and <= Money.MaxMicroUsd
            ? Money.FromMicroUsd(microUsd)
            : throw new JsonException($"Money is a whole number of micro-dollars up to {Money.MaxMicroUsd}.");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.MicroUsd);
}
