using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Json;

namespace InfraFabric.Core.Tests.Json;

public sealed class CanonicalJsonPropertyTests
{
    private static readonly Arbitrary<(int Where, byte Byte)> Replacements = Gen.Choose(0, int.MaxValue)
        .Zip(Gen.Choose(0, 255)).Select(pair => (pair.Item1, (byte)pair.Item2)).ToArbitrary();

    private static readonly FsCheck.Config Runs = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void From_CanonicalBytes_ChangesNothing() =>
        Prop.ForAll(JsonValues.Any, node =>
        {
            var canonical = CanonicalJson.From(node);
            return CanonicalJson.FromUtf8(canonical).AsSpan().SequenceEqual(canonical);
        }).Check(Runs);

    [Fact]
    public void From_CanonicalBytes_HoldTheSameValue() =>
        Prop.ForAll(JsonValues.Any, node =>
            JsonNode.DeepEquals(JsonNode.Parse(CanonicalJson.From(node)), Reread(node))).Check(Runs);

    [Fact]
    public void From_MembersInAnotherOrder_GivesTheSameBytes() =>
        Prop.ForAll(JsonValues.Any, node =>
            CanonicalJson.From(Reversed(node)).AsSpan().SequenceEqual(CanonicalJson.From(node))).Check(Runs);

    [Fact]
    public void From_KeysOfEveryObject_AreInUtf16Order() =>
        Prop.ForAll(JsonValues.Any, node => KeysAreInOrder(JsonNode.Parse(CanonicalJson.From(node)))).Check(Runs);

    [Fact]
    public void FromUtf8_AnyBytes_AreReadOrRefused() =>
        Prop.ForAll(JsonValues.Any, Replacements, (node, replacement) =>
        {
            var bytes = CanonicalJson.From(node);
            bytes[replacement.Where % bytes.Length] = replacement.Byte;
            try
            {
                var canonical = CanonicalJson.FromUtf8(bytes);
                return CanonicalJson.FromUtf8(canonical).AsSpan().SequenceEqual(canonical);
            }
            catch (FabricException e)
            {
                return e.Error == ErrorTable.JsonInvalid;
            }
        }).Check(Runs.WithMaxTest(3000));

    [Fact]
    public void Compare_AnyTwoKeys_OrdersAsUtf16() =>
        Prop.ForAll(Keys, Keys, (a, b) =>
            Math.Sign(KeyOrder.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b)))
            == Math.Sign(string.CompareOrdinal(a, b))).Check(Runs.WithMaxTest(3000));

    private static Arbitrary<string> Keys { get; } = Gen.Choose(0, 0x10FFFF)
        .Where(Rune.IsValid)
        .Select(point => new Rune(point).ToString())
        .Or(Gen.Elements("a", "\ud7ff", "\ue000", "\ufffd", "\uffff", "\U00010000", "\U0010FFFF"))
        .ArrayOf(3).Select(string.Concat).ToArbitrary();

    // Numbers are compared as they are written, so both sides are written by the canonical form once.
    private static JsonNode? Reread(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Reread(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reread)]),
        null => null,
        _ => JsonNode.Parse(CanonicalJson.From(node)),
    };

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.Reverse().Select(m => KeyValuePair.Create(m.Key, Reversed(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reversed)]),
        _ => node?.DeepClone(),
    };

    private static bool KeysAreInOrder(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(m => m.Key).SequenceEqual(
                members.Select(m => m.Key).Order(StringComparer.Ordinal))
            && members.All(m => KeysAreInOrder(m.Value)),
        JsonArray items => items.All(KeysAreInOrder),
        _ => true,
    };
}
