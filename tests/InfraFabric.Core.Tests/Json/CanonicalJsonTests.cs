using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Json;

namespace InfraFabric.Core.Tests.Json;

public sealed class CanonicalJsonTests
{
    // RFC 8785, section 3.2.2: the input, and the output of section 3.2.4 as bytes in hex.
    private const string Example = """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }
        """;

    private const string ExampleCanonicalHex =
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e"
        + "756d62657273223a5b3333333333333333332e333333333333332c31652b3330"
        + "2c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac24"
        + "5c75303030665c6e4127425c225c5c5c5c5c222f227d";

    // RFC 8785, section 3.2.3: keys whose order as UTF-16 is not their order as code points.
    private const string Unsorted = """
        {
          "\u20ac": "Euro Sign",
          "\r": "Carriage Return",
          "\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\ud83d\ude00": "Emoji: Grinning Face",
          "\u0080": "Control",
          "\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;

    [Fact]
    public void FromUtf8_ExampleOfTheRfc_GivesItsBytes() =>
        Convert.ToHexStringLower(CanonicalJson.FromUtf8(Encoding.UTF8.GetBytes(Example))).ShouldBe(ExampleCanonicalHex);

    [Fact]
    public void FromUtf8_KeysOfTheRfc_AreInItsOrder()
    {
        var canonical = CanonicalJson.FromUtf8(Encoding.UTF8.GetBytes(Unsorted));

        using var document = JsonDocument.Parse(canonical);
        document.RootElement.EnumerateObject().Select(member => member.Value.GetString()).ShouldBe([
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ]);
    }

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData(" { } ", "{}")]
    [InlineData("[ 1 , [ ] , {\"b\":1,\"a\":[{\"d\":0,\"c\":-0.0}]} ]", "[1,[],{\"a\":[{\"c\":0,\"d\":0}],\"b\":1}]")]
    [InlineData("{\"\":1}", "{\"\":1}")]
    [InlineData("{\"aa\":1,\"a\":2}", "{\"a\":2,\"aa\":1}")]
    [InlineData("\"\\u007f\\/\\u001F\\b\\t\\n\\f\\r\"", "\"\u007f/\\u001f\\b\\t\\n\\f\\r\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\U0001F600\"")]
    [InlineData("{\"b\\n\":1,\"b\\u0009\":2}", "{\"b\\t\":2,\"b\\n\":1}")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    public void FromUtf8_Value_HasOneForm(string json, string canonical) =>
        Canonical(json).ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("// note\n1")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("'a'")]
    [InlineData("\"\t\"")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"b\":1,\"a\":1,\"b\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"x\":{\"a\":1,\"c\":2,\"a\":3}}")]
    public void FromUtf8_NoCanonicalForm_IsRefused(string json) =>
        Should.Throw<FabricException>(() => Canonical(json)).Error.ShouldBe(ErrorTable.JsonInvalid);

    [Theory]
    [InlineData(new byte[] { 0x22, 0xff, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xc0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xed, 0xa0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0xef, 0xbb, 0xbf, 0x31 })]
    public void FromUtf8_BytesThatAreNotJson_AreRefused(byte[] json) =>
        Should.Throw<FabricException>(() => CanonicalJson.FromUtf8(json)).Error.ShouldBe(ErrorTable.JsonInvalid);

    [Fact]
    public void FromUtf8_DeepestNesting_IsAcceptedAndOneMoreIsNot()
    {
        Canonical(Nested(CanonicalJson.MaxDepth)).ShouldBe(Nested(CanonicalJson.MaxDepth));

        Should.Throw<FabricException>(() => Canonical(Nested(CanonicalJson.MaxDepth + 1)))
            .Error.ShouldBe(ErrorTable.JsonInvalid);
    }

    [Fact]
    public void FromUtf8_TooManyBytes_IsALimit() =>
        Should.Throw<FabricException>(() => CanonicalJson.FromUtf8(new byte[CanonicalJson.MaxBytes + 1]))
            .Error.ShouldBe(ErrorTable.LimitExceeded);

    [Fact]
    public void FromUtf8_ManyMembers_AreAllThereInOrder()
    {
        var keys = Enumerable.Range(0, 5000).Select(i => $"\"k{i * 7919 % 5000:d4}\":{i}").ToList();

        var canonical = Canonical($"{{{string.Join(',', keys)}}}");

        canonical.ShouldBe($"{{{string.Join(',', keys.Order(StringComparer.Ordinal))}}}");
    }

    [Fact]
    public void FromUtf8_ToAWriter_WritesTheSameBytes()
    {
        var output = new ArrayBufferWriter<byte>();

        CanonicalJson.FromUtf8(Encoding.UTF8.GetBytes(Example), output);

        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(ExampleCanonicalHex);
    }

    [Fact]
    public void From_ElementWithDuplicateKey_IsRefused()
    {
        using var document = JsonDocument.Parse("""[{"a":1,"a":1}]""");
        var element = document.RootElement[0];

        Should.Throw<FabricException>(() => CanonicalJson.From(element)).Error.ShouldBe(ErrorTable.JsonInvalid);
    }

    [Fact]
    public void From_ElementAndNodeOfOneText_GiveTheSameBytes()
    {
        using var document = JsonDocument.Parse(Example);

        Convert.ToHexStringLower(CanonicalJson.From(document.RootElement)).ShouldBe(ExampleCanonicalHex);
        Convert.ToHexStringLower(CanonicalJson.From(JsonNode.Parse(Example))).ShouldBe(ExampleCanonicalHex);
    }

    [Fact]
    public void From_NullNode_IsNull() => CanonicalJson.From((JsonNode?)null).ShouldBe("null"u8.ToArray());

    [Fact]
    public void From_NodeThatJsonCannotHold_IsRefused()
    {
        JsonNode[] nodes =
        [
            new JsonObject { ["a"] = "\ud800" },
            new JsonObject { ["\udc00"] = 1 },
            new JsonArray("ok", new JsonArray("x\ud83d")),
            JsonValue.Create(double.NaN),
            JsonValue.Create(double.PositiveInfinity),
            Enumerable.Range(0, 5000).Aggregate(new JsonArray(), (inner, _) => new JsonArray(inner)),
        ];

        foreach (var node in nodes)
            Should.Throw<FabricException>(() => CanonicalJson.From(node)).Error.ShouldBe(ErrorTable.JsonInvalid);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(CanonicalJson.FromUtf8(Encoding.UTF8.GetBytes(json)));
}
