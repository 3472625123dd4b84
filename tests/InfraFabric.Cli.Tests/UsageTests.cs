using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("'state'", "sate")]
    [InlineData("'list'", "state", "lsit")]
    [InlineData("'--port'", "up", "--prot", "1")]
    [InlineData("'--json'", "version", "--jsn")]
    public async Task Run_WithASlipOfThePen_NamesWhatWasMeant(string meant, params string[] line)
    {
        using var home = new TestHome();

        var result = (await home.RunAsync(line)).ShouldExit(2);

        result.Error.ShouldContain("IF_ERR_USAGE");
        result.Error.ShouldContain($"Did you mean {meant}?");
        result.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("state", "get")]
    [InlineData("state", "get", "a", "b")]
    [InlineData("state", "list", "--limit", "many")]
    [InlineData("up", "--backend", "paper")]
    [InlineData("up", "--port", "70000")]
    [InlineData("version", "--mode=break")]
    [InlineData("completion", "fish")]
    [InlineData("state", "list", "--server", "somewhere")]
    public async Task Run_WithAWrongLine_IsRefusedWithAFix(params string[] line)
    {
        using var home = new TestHome();

        var result = (await home.RunAsync(line)).ShouldExit(2);

        result.Error.ShouldContain("why:");
        result.Error.ShouldContain("fix:");
    }

    [Fact]
    public async Task Run_WithAnArgumentThatBeginsWithAt_TakesItAsItIs()
    {
        using var home = new TestHome();
        await home.PutAsync(("@file", "value"));
        await File.WriteAllTextAsync(home.PathOf("file"), "--help");

        var result = (await home.RunAsync("state", "get", "@file")).ShouldExit(0);

        result.Out.ShouldBe("value");
    }

    [Fact]
    public async Task Error_AsText_IsAsReviewed()
    {
        using var home = new TestHome();

        var result = await home.RunAsync("sate");

        result.Error.ShouldMatchSnapshot("error-usage");
    }

    [Fact]
    public async Task Error_AsJson_IsOneDocument()
    {
        using var home = new TestHome();
        await home.PutAsync(("a", "1"));

        var result = (await home.RunAsync("state", "get", "nothing", "--json")).ShouldExit(4);

        result.Out.ShouldBeEmpty();
        var error = result.JsonError;
        error.GetProperty("code").GetString().ShouldBe("IF_ERR_NOT_FOUND");
        error.GetProperty("what").GetString()!.ShouldContain("nothing");
        error.GetProperty("fix").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("retryable").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Trace_WithText_StandsOnStandardError()
    {
        using var home = new TestHome();

        var result = (await home.RunAsync("version", "--trace")).ShouldExit(0);

        result.Error.ShouldMatch("^trace: [0-9a-f-]{36}\n$");
    }

    [Fact]
    public async Task Trace_WithJson_StandsInTheDocument()
    {
        using var home = new TestHome();

        var result = (await home.RunAsync("version", "--trace", "--json")).ShouldExit(0);

        Guid.TryParse(result.Json.GetProperty("trace").GetString(), out _).ShouldBeTrue();
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Version_AsJson_NamesTheBuild()
    {
        using var home = new TestHome();

        var version = (await home.RunAsync("version", "--json")).ShouldExit(0).Json;

        version.GetProperty("version").GetString().ShouldBe("0.1.0");
        version.GetProperty("runtime").GetString()!.ShouldStartWith(".NET 10");
    }
}
