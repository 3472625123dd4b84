using System.Text;
using System.Text.RegularExpressions;
using InfraFabric.Core.Errors;

namespace InfraFabric.Core.Tests.Errors;

public sealed partial class ErrorTableTests
{
    private const string RewriteSwitch = "IF_REWRITE_DOCS";

    private static readonly string PagePath = RepositoryFolder.PathOf("docs/reference/errors.md");

    [Fact]
    public void All_Codes_AreUniqueAndWellFormed()
    {
        ErrorTable.All.Select(row => row.Code).ShouldBeUnique();
        ErrorTable.All.ShouldAllBe(row => CodeForm().IsMatch(row.Code));
    }

    [Fact]
    public void All_Rows_HaveASentenceAStatusAndAnExitCode() =>
        ErrorTable.All.ShouldAllBe(row => row.Summary.EndsWith('.')
            && row.HttpStatus >= 400 && row.HttpStatus < 600
            && row.ExitCode > 0 && row.ExitCode < 256);

    [Fact]
    public void Find_CodeOfTheTable_GivesItsRow()
    {
        ErrorTable.Find("IF_ERR_NOT_FOUND").ShouldBeSameAs(ErrorTable.NotFound);
        ErrorTable.Find("IF_ERR_OF_ANOTHER_VERSION").ShouldBeNull();
    }

    // IF_REWRITE_DOCS=1 writes the page instead of comparing it.
    [Fact]
    public void All_Rows_AreThePageOfTheReference()
    {
        var page = File.ReadAllText(PagePath);
        var start = page.IndexOf("| code |", StringComparison.Ordinal);
        var end = page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        if (Environment.GetEnvironmentVariable(RewriteSwitch) == "1")
        {
            File.WriteAllText(PagePath, page[..start] + Table() + page[end..]);
            return;
        }

        page[start..end].ShouldBe(Table(), $"Rewrite the page: {RewriteSwitch}=1 ./test, or this test alone.");
    }

    private static string Table()
    {
        var table = new StringBuilder("| code | what it says | HTTP status | exit code | a retry can help |\n");
        table.Append("|---|---|---|---|---|\n");
        foreach (var row in ErrorTable.All)
        {
            table.Append($"| `{row.Code}` | {row.Summary} | {row.HttpStatus} | {row.ExitCode} | ")
                .Append(row.Retryable ? "yes" : "no").Append(" |\n");
        }

        return table.ToString();
    }

    [GeneratedRegex("^IF_ERR_[A-Z_]*[A-Z]$", RegexOptions.NonBacktracking)]
    private static partial Regex CodeForm();
}
