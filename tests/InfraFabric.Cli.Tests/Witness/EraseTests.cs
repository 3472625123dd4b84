using System.Text;
using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests.Witness;

/// <summary>Texts about persons, from the note to the file that no longer has them.</summary>
public sealed class EraseTests
{
    private const string Email = "jane.doe.of.nowhere@example.org";

    [Fact]
    public async Task Erase_OfAnEntry_TakesTheTextAndLeavesAProof()
    {
        using var home = new TestHome();
        await home.NoteAsync("person.met", Email);
        await using var server = await RunningServer.StartAsync(home);
        await home.DrainedAsync();
        var index = await IndexOfAsync(home);
        (await home.RunAsync("witness", "show", index)).ShouldExit(0).Out.ShouldContain(Email);

        (await home.RunAsync("witness", "erase", index, "--yes", "--why", "asked to")).ShouldExit(0)
            .Out.ShouldStartWith("Erased 1 texts of 1 entries.");

        var shown = (await home.RunAsync("witness", "show", index)).ShouldExit(0).Out;
        shown.ShouldContain("erased (sha256:");
        shown.ShouldNotContain(Email);
        var proof = home.PathOf("x.tlog-proof");
        (await home.RunAsync("witness", "prove", index, "--out", proof)).ShouldExit(0)
            .Out.ShouldContain("The texts behind its commitments to email are erased.");
        (await home.RunAsync("witness", "verify", proof)).ShouldExit(0);
        (await home.RunAsync("witness", "verify")).ShouldExit(0);
        Holds(Path.Combine(home.StateFolder, "witness")).ShouldBeFalse();
    }

    [Fact]
    public async Task Erase_OfAllThatOneDid_AsksAndErasesNothingWithoutAnAnswer()
    {
        using var home = new TestHome();
        await home.NoteAsync("person.met", Email);
        await using var server = await RunningServer.StartAsync(home);
        await home.DrainedAsync();

        var refused = (await home.RunAsync("witness", "erase", "--actor", "tester/1")).ShouldExit(2);

        refused.Error.ShouldContain("The texts about persons of 1 entries will be erased for good. Go on?");
        var index = await IndexOfAsync(home);
        (await home.RunAsync("witness", "show", index)).Out.ShouldContain(Email);
        (await home.RunAsync("witness", "erase", "--actor", "tester/1", "--yes", "--json")).ShouldExit(0)
            .Json.GetProperty("texts").GetInt32().ShouldBe(1);
        (await home.RunAsync("witness", "erase", "--actor", "tester/1")).ShouldExit(0)
            .Out.ShouldBe("There was nothing to erase.\n");
    }

    [Theory]
    [InlineData]
    [InlineData("4711", "--actor", "x/1")]
    public async Task Erase_OfNothingOrOfTwoThings_IsRefused(params string[] what)
    {
        using var home = new TestHome();

        (await home.RunAsync(["witness", "erase", .. what])).ShouldExit(2)
            .Error.ShouldContain("It is not clear what is to be erased.");
    }

    private static async Task<string> IndexOfAsync(TestHome home) =>
        (await home.RunAsync("witness", "query", "--operation", "person.met", "--json")).ShouldExit(0).Json
            .GetProperty("entries")[0].GetProperty("index").GetInt64().ToString();

    private static bool Holds(string folder) => Directory.EnumerateFiles(folder).Any(file =>
        File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Email)) >= 0);
}
