using InfraFabric.Repository.Files;

namespace InfraFabric.Repository.Sources;

public sealed class SourceTests
{
    [Fact]
    public void Sources_AllOfThem_KeepTheRules() =>
        RepositoryFiles.Sources().SelectMany(path => SourceRules.Breaches(path, RepositoryFiles.Read(path)))
            .ShouldBeEmpty();

    [Fact]
    public void Breaches_FileAsItShouldBe_AreNone() =>
        BreachesOf("namespace InfraFabric.A.B;\n\nclass C\n{\n    class Inner;\n}\n").ShouldBeEmpty();

    [Fact]
    public void Breaches_PartOfATypeInItsOwnFile_AreNone() =>
        SourceRules.Breaches("src/InfraFabric.A/B/C.Log.cs", "namespace InfraFabric.A.B;\npartial class C;\n")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("namespace InfraFabric.A;\nclass C;\n",
        "the namespace is InfraFabric.A; the folder says InfraFabric.A.B")]
    [InlineData("namespace InfraFabric.A.B;\nclass C;\nenum D;\n",
        "the file holds C and D; one type stands in one file")]
    [InlineData("namespace InfraFabric.A.B;\nclass D;\n", "the file holds D and is named after C")]
    public void Breaches_TypeInTheWrongPlace_SayWhichRule(string text, string breach) =>
        BreachesOf(text).ShouldBe([$"src/InfraFabric.A/B/C.cs: {breach}"]);

    [Fact]
    public void Breaches_TooLong_SayWhat()
    {
        var long70 = string.Concat(Enumerable.Repeat("        _ = 0;\n", 67));
        var text = $"namespace InfraFabric.A.B;\n\nclass C\n{{\n    void Fits()\n    {{\n{long70}    }}\n"
            + $"    void Long()\n    {{\n{long70}        _ = 0;\n    }}\n}}\n// {new string('x', 118)}\n";

        BreachesOf(text).ShouldBe([
            "src/InfraFabric.A/B/C.cs: line 147 has 121 characters; the most is 120",
            "src/InfraFabric.A/B/C.cs: the method at line 75 has 71 lines; the most is 70",
        ]);
    }

    [Fact]
    public void Breaches_FileOfTooManyLines_SayHowMany() =>
        BreachesOf($"namespace InfraFabric.A.B;\n{new string('\n', 500)}").ShouldBe(
            ["src/InfraFabric.A/B/C.cs: the file has 501 lines; the most is 500"]);

    private static IEnumerable<string> BreachesOf(string text) =>
        SourceRules.Breaches("src/InfraFabric.A/B/C.cs", text);
}
