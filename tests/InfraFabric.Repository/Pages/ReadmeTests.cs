using InfraFabric.Repository.Files;

namespace InfraFabric.Repository.Pages;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_ReadInOneGo_IsShort() =>
        RepositoryFiles.Read("README.md").Split('\n').Length.ShouldBeLessThan(200);

    [Fact]
    public async Task ShellBlocks_OfAllPages_AreShell()
    {
        foreach (var page in MarkdownPage.All())
        {
            foreach (var block in page.ShellBlocks)
            {
                var problem = await Shell.ProblemAsync(block, TestContext.Current.CancellationToken);
                problem.ShouldBeNull($"{page.Path}:\n{block}");
            }
        }
    }

    [Fact]
    public void Blocks_OfAllPages_AreMarkedInOneWay() =>
        MarkdownPage.All().SelectMany(page => page.BlocksOf("bash").Concat(page.BlocksOf("shell"))).ShouldBeEmpty();

    [Fact]
    public async Task Problem_TextThatIsNotShell_IsSaid() =>
        (await Shell.ProblemAsync("if true; then", TestContext.Current.CancellationToken)).ShouldNotBeNull();

    [Fact]
    public async Task CommandLines_OfAllPages_AreKnownToTheProgram()
    {
        var program = Ifctl.Find();
        Assert.SkipWhen(program is null, "ifctl is not built, so its commands cannot be asked for");
        var lines =
            from page in MarkdownPage.All()
            from line in page.ShellBlocks.SelectMany(Ifctl.CommandLines)
                .Concat(page.ConsoleBlocks.SelectMany(TourStep.ReadAll).Select(step => step.Words))
            select (page.Path, line);

        foreach (var (path, line) in lines.Distinct())
        {
            var problem = await program.ProblemAsync(line, TestContext.Current.CancellationToken);
            problem.ShouldBeNull($"{path}: ifctl {string.Join(' ', line)}");
        }
    }

    [Fact]
    public async Task Problem_CommandOrOptionThatIsUnknown_IsSaid()
    {
        var program = Ifctl.Find();
        Assert.SkipWhen(program is null, "ifctl is not built, so its commands cannot be asked for");
        var cancellationToken = TestContext.Current.CancellationToken;

        (await program.ProblemAsync(["version"], cancellationToken)).ShouldBeNull();
        (await program.ProblemAsync(["versoin"], cancellationToken)).ShouldBe("there is no command 'versoin'");
        (await program.ProblemAsync(["version", "--loud"], cancellationToken)).ShouldBe("there is no option '--loud'");
    }

    [Fact]
    public void CommandLines_OfABlock_AreThoseOfTheProgram() =>
        Ifctl.CommandLines(
            "# ./ifctl not\n./ifctl up &\n$ ifctl state get a 'b c' | cat\nls\nx=$(./ifctl version --json)\n")
            .Select(line => string.Join('|', line)).ShouldBe(["up", "state|get|a|b c", "version|--json"]);
}
