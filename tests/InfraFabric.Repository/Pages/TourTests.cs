namespace InfraFabric.Repository.Pages;

public sealed class TourTests
{
    [Fact]
    public async Task Tour_OfTheReadme_ShowsWhatTheProgramPrints()
    {
        var program = Ifctl.Find();
        Assert.SkipWhen(program is null, "ifctl is not built, so the tour cannot be taken");
        var cancellationToken = TestContext.Current.CancellationToken;
        var tour = TourStep.ReadAll(MarkdownPage.Read("README.md").ConsoleBlocks.Single());
        tour[0].Line.ShouldBe("./ifctl up &");
        await using var visit = await TourVisit.StartAsync(program, tour[0].Shown.Count, cancellationToken);

        tour[0].Shows(visit.Greeting).ShouldBeTrue(visit.Greeting);

        foreach (var step in tour.Skip(1))
        {
            var output = await visit.RunAsync(step.Words, cancellationToken);
            step.Shows(output).ShouldBeTrue($"{step.Line} prints\n{output}");
        }
    }

    [Fact]
    public void ReadAll_Block_GivesCommandsWithTheirOutput()
    {
        var steps = TourStep.ReadAll("$ ./ifctl up &\nserves\n$ ./ifctl state get 'a b'\none\n\ntwo\n");

        steps.Select(step => step.Line).ShouldBe(["./ifctl up &", "./ifctl state get 'a b'"]);
        steps[1].Words.ShouldBe(["state", "get", "a b"]);
        steps[1].Shown.ShouldBe(["one", "", "two"]);
    }

    [Theory]
    [InlineData("a\nb\n", true)]
    [InlineData("a\nb", true)]
    [InlineData("a\n", false)]
    [InlineData("a\nb\nc\n", false)]
    [InlineData("axb\n", false)]
    public void Shows_PlainLines_AreTheOutput(string output, bool shown) =>
        new TourStep("./ifctl x", ["a", "b"]).Shows(output).ShouldBe(shown);

    [Theory]
    [InlineData("took 5 ms\nmore\nand more\nend\n", true)]
    [InlineData("took  ms\nend\n", true)]
    [InlineData("took 5 s\nend\n", false)]
    [InlineData("took 5 ms\nmore\n", false)]
    public void Shows_Ellipsis_StandsForWhatDiffers(string output, bool shown) =>
        new TourStep("./ifctl x", ["took … ms", "…", "end"]).Shows(output).ShouldBe(shown);
}
