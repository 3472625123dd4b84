using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Config;

public sealed class ConfigFileTests : IDisposable
{
    private static readonly Arbitrary<string[]> Pieces = Gen.Elements(
        "port: 1", "wait: 5s", "names:", "- a", "\n", "\n  ", "{", "}", "[", "]", ",", ":", "\"", "'",
        "\\x", "\\u12", "|", ">",
        "&a", "*a", "!t", "#", "%", "---", "...", "? ", "\t", "\0", "\uFFFE", "é", "\uD800").ArrayOf().ToArbitrary();

    private readonly string _folder = Directory.CreateTempSubdirectory("config-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parse_SeveralErrors_ReportsAllInTheOrderOfTheFile()
    {
        var error = Should.Throw<FabricException>(() => ConfigFile.Parse("""
            prot: 1
            wait: soon
            swarms:
              a: {cost: 2}
              b: {}
              b: {cost: x}
            names: []
            """, "f.yaml", Sample.Read));

        error.What.ShouldBe("The configuration f.yaml has 6 errors.");
        error.Why.Split('\n').ShouldBe([
            "f.yaml:1: port: This key is missing. Add it; its value must be a whole number from 1 to 9.",
            "f.yaml:1: prot: There is no such key. Did you mean port?",
            "f.yaml:2: wait: 'soon' is not accepted. It must be a length of time such as 30s, 5m or 2h, from 1s to 1h.",
            "f.yaml:5: swarms.b.cost: This key is missing. Add it; its value must be a whole number from 0 to 9.",
            "f.yaml:6: swarms.b: This key stands at line 5 already. Keep one of the two.",
            "f.yaml:7: names: This must be a list with at least one item. Write one item per line, each after a dash.",
        ]);
    }

    [Fact]
    public void Parse_AllGiven_BindsAll()
    {
        var sample = ConfigFile.Parse("""
            port: 5
            wait: 90s
            swarms:
              session-1: {cost: 2}
              session-4: {cost: 3}
            names:
              - one
              - two
            """, "f.yaml", Sample.Read);

        sample.Port.ShouldBe(5);
        sample.Wait.ShouldBe(TimeSpan.FromSeconds(90));
        sample.Swarms.ShouldBe(new Dictionary<string, int> { ["session-1"] = 2, ["session-4"] = 3 });
        sample.Names.ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData("port: &a 1\nwait: *a", "anchors")]
    [InlineData("port: 1\nwait: *a", "aliases")]
    [InlineData("port: !!int 1", "tags")]
    [InlineData("port: 1\n---\nport: 2", "second document")]
    [InlineData("? {a: b}\n: c", "plain word")]
    [InlineData("port: [1", "line")]
    [InlineData("port: }", "line")]
    [InlineData("port: \"\\q\"", "line")]
    public void Parse_YamlNotAccepted_SaysWhere(string yaml, string reason)
    {
        var error = Should.Throw<FabricException>(() => ConfigFile.Parse(yaml, "f.yaml", Sample.Read));

        error.Error.ShouldBe(ErrorTable.ConfigInvalid);
        error.Why.ShouldMatch("^f.yaml:[0-9]+: ");
        error.Why.ShouldContain(reason);
    }

    [Fact]
    public void Parse_AnyText_IsReadOrRefusedWithItsReason() =>
        Prop.ForAll(Pieces, pieces =>
        {
            try
            {
                ConfigFile.Parse(string.Concat(pieces), "f.yaml", Sample.Read);
                return true;
            }
            catch (FabricException e)
            {
                return e.Error == ErrorTable.ConfigInvalid && e.Why.Length > 0;
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Parse_NestedTooDeep_IsRefused()
    {
        var yaml = $"port: {new string('[', ConfigLimits.MaxDepth + 1)}{new string(']', ConfigLimits.MaxDepth + 1)}";

        var error = Should.Throw<FabricException>(() => ConfigFile.Parse(yaml, "f.yaml", Sample.Read));

        error.Why.ShouldContain($"more than {ConfigLimits.MaxDepth} levels");
    }

    [Fact]
    public void Parse_TooManyValues_IsRefused()
    {
        var yaml = $"names: [{string.Join(',', Enumerable.Repeat("a", ConfigLimits.MaxNodes))}]";

        var error = Should.Throw<FabricException>(() => ConfigFile.Parse(yaml, "f.yaml", Sample.Read));

        error.Why.ShouldContain($"more than {ConfigLimits.MaxNodes} values");
    }

    [Fact]
    public void Parse_MoreErrorsThanAreShown_CountsTheRest()
    {
        var unknown = Enumerable.Range(0, ConfigLimits.MaxErrorsShown + 3).Select(i => $"zzzzzzzzzz{i}: 1");

        var error = Should.Throw<FabricException>(() =>
            ConfigFile.Parse(string.Join('\n', unknown.Append("port: 1")), "f.yaml", Sample.Read));

        error.Why.Split('\n').Length.ShouldBe(ConfigLimits.MaxErrorsShown + 1);
        error.Why.ShouldEndWith("… and 3 more.");
    }

    [Fact]
    public void Parse_MappingExpected_RefusesText()
    {
        var error = Should.Throw<FabricException>(() => ConfigFile.Parse("port: 1\nswarms: x", "f.yaml", Sample.Read));

        error.Why.ShouldBe("f.yaml:2: swarms: This must be a mapping. Write one \"key: value\" per line below it.");
    }

    [Fact]
    public void Load_FileTooLarge_IsALimit()
    {
        var path = Write(new byte[ConfigLimits.MaxFileBytes + 1]);

        var error = Should.Throw<FabricException>(() => ConfigFile.Load(path, Sample.Read));

        error.Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    [Fact]
    public void Load_NotUtf8_IsRefused()
    {
        var path = Write([(byte)'a', 0xff]);

        var error = Should.Throw<FabricException>(() => ConfigFile.Load(path, Sample.Read));

        error.What.ShouldContain("UTF-8");
    }

    [Fact]
    public void Load_PathIsAFolder_SaysThatItCannotBeRead()
    {
        var error = Should.Throw<FabricException>(() => ConfigFile.Load(_folder, Sample.Read));

        error.Error.ShouldBe(ErrorTable.ConfigInvalid);
        error.Fix.ShouldContain(_folder);
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(_folder, "f.yaml");
        File.WriteAllBytes(path, content);
        return path;
    }

    private sealed record Sample(
        int Port, TimeSpan Wait, IReadOnlyDictionary<string, int> Swarms, IReadOnlyList<string> Names)
    {
        public static Sample Read(ConfigSection section) => new(
            section.Required("port", ConfigValues.WholeNumber(1, 9)),
            section.Optional("wait", ConfigValues.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "30s"),
            section.Map("swarms", swarm => swarm.Required("cost", ConfigValues.WholeNumber(0, 9))),
            section.List("names", ConfigValues.Text, "a"));
    }
}
