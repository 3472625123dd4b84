using System.CommandLine;
using InfraFabric.Cli.Answers;
using InfraFabric.Cli.Frame;
using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Prices;

namespace InfraFabric.Cli.Commands.Optimise;

internal static class OptimisePricesCheckCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "A file of prices." };

    public static Command Create()
    {
        var verb = new Verb("check", "Check a file of prices: all its mistakes with their lines, or what it would say.")
        {
            Examples = ["optimise prices check ~/.if/optimise/prices.yaml", "optimise prices check new.yaml --json"],
            Arguments = { File },
            Checks = OptimiseChecks.OfCheck,
        };
        verb.Answers(() => CliJson.Default.PriceCheckAnswer, Check, (answer, terminal) =>
        {
            terminal.Line($"{answer.File} is right: {answer.Own} prices of its own, {answer.Shipped} shipped ones.");
            terminal.Line($"The book: {answer.Hash}");
            if (answer.Unconfirmed > 0)
                terminal.Hint($"{answer.Unconfirmed} are still to be confirmed.");
        });
        return verb;
    }

    private static Task<PriceCheckAnswer> Check(CommandRun run)
    {
        var path = Path.GetFullPath(run.Get(File)!);
        if (!System.IO.File.Exists(path))
        {
            throw new FabricException(ErrorTable.NotFound, "The file of prices is not there.",
                $"{path} does not exist.", "Correct the path.");
        }

        var book = PriceFile.Load(path);
        var versions = book.Versions.ToList();
        var own = versions.Count(version => version.Origin == PriceOrigin.Own);
        return Task.FromResult(new PriceCheckAnswer(
            path, book.Hash.ToString(), own, versions.Count - own, versions.Count(version => version.Confirm)));
    }
}
