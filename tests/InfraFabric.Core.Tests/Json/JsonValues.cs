using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace InfraFabric.Core.Tests.Json;

/// <summary>Random JSON values, with the characters, numbers and keys that have caused trouble before.</summary>
internal static class JsonValues
{
    private static readonly Gen<string> Texts = Gen.Elements(
        "", "a", "b", "é", "\u20ac", "\ufb33", "\U0001F600", "\"", "\\", "/", "\n", "\u0001",
        "\u007f", "\u2028", "\uffff", "1")
        .ArrayOf(3).Select(string.Concat);

    private static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Gen.Constant((JsonNode?)null),
        Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => (JsonNode?)JsonValue.Create(number.Get)),
        ArbMap.Default.GeneratorFor<int>().Select(number => (JsonNode?)JsonValue.Create(number)),
        Texts.Select(text => (JsonNode?)JsonValue.Create(text)));

    public static Arbitrary<JsonNode?> Any { get; } = Gen.Sized(size => Tree(Math.Min(size, 5))).ToArbitrary();

    private static Gen<JsonNode?> Tree(int depth) => depth == 0
        ? Leaves
        : Gen.OneOf(
            Leaves,
            Tree(depth - 1).ListOf().Select(Array),
            Texts.Zip(Tree(depth - 1)).ListOf().Select(Object));

    private static JsonNode? Array(IEnumerable<JsonNode?> items) =>
        new JsonArray([.. items.Take(6).Select(item => item?.DeepClone())]);

    private static JsonNode? Object(IEnumerable<(string Key, JsonNode? Value)> members)
    {
        var node = new JsonObject();
        foreach (var (key, value) in members.Take(8))
            node[key] = value?.DeepClone();
        return node;
    }
}
