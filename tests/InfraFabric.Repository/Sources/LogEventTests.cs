using InfraFabric.Repository.Files;

namespace InfraFabric.Repository.Sources;

public sealed class LogEventTests
{
    [Fact]
    public void Breaches_OfTheProduct_AreNone()
    {
        var events = RepositoryFiles.Sources().Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(path => LogEvent.ReadAll(path, RepositoryFiles.Read(path))).ToList();

        LogEvent.Breaches(events).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[LoggerMessage(1001, LogLevel.Information, \"text\")] void M();", 1001)]
    [InlineData("[LoggerMessage(EventId = 1002, Level = LogLevel.Information)] void M();", 1002)]
    [InlineData("[LoggerMessage(level: LogLevel.Information, eventId: 1003, message: \"\")] void M();", 1003)]
    [InlineData("[LoggerMessage(LogLevel.Information, \"text\")] void M();", null)]
    [InlineData("[LoggerMessage(Level = LogLevel.Information)] void M();", null)]
    public void ReadAll_MessageOfALogger_GivesItsId(string member, int? id) =>
        LogEvent.ReadAll("src/InfraFabric.A/C.cs", $"class C {{ {member} }}")
            .ShouldBe([new LogEvent("InfraFabric.A", "src/InfraFabric.A/C.cs", id)]);

    [Fact]
    public void Breaches_IdsThatClash_SayWhich() =>
        LogEvent.Breaches([
            new("A", "a1", 1), new("A", "a2", 20),
            new("B", "b1", 10), new("B", "b2", 20),
            new("C", "c1", 30), new("C", "c2", null),
        ]).ShouldBe([
            "c2: a log message has no number for an id",
            "the id 20 is used in a2 and b2",
            "the ids of A reach into those of B",
        ]);
}
