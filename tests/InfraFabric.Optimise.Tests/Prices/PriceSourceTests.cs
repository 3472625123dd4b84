using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Prices;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Optimise.Tests.Prices;

public sealed class PriceSourceTests : IDisposable
{
    private const string One = "models: {acme: {versions: [{valid_from: 2026-01-01, tokens: {input: 1}}]}}";

    private readonly string _home = Directory.CreateTempSubdirectory("prices-").FullName;

    private string File => Path.Combine(_home, PriceFile.Name);

    [Fact]
    public void Open_NoFile_HasTheShippedPrices() => SimulatedWorld.Run(1, world =>
    {
        Open(world).Current.Hash.ShouldBe(PriceFile.Shipped.Hash);
        return Task.CompletedTask;
    });

    [Fact]
    public void Open_FileWithAMistake_IsRefused() => SimulatedWorld.Run(1, world =>
    {
        Write("models: 1");

        Should.Throw<FabricException>(() => Open(world)).Error.ShouldBe(ErrorTable.ConfigInvalid);
        return Task.CompletedTask;
    });

    [Fact]
    public void Current_FileThatChanges_IsReadAgain_AndKeptWhereItIsWrong() => SimulatedWorld.Run(1, async world =>
    {
        Write(One);
        var source = Open(world);
        var first = source.Current.Find("acme", null, Book.Now)!.Tokens.Input;

        Write(One.Replace("input: 1", "input: 22"));
        await Task.Delay(OptimiseLimits.LookAtPrices, world.Time);
        var second = source.Current.Find("acme", null, Book.Now)!.Tokens.Input;
        Write("models: something else");
        await Task.Delay(OptimiseLimits.LookAtPrices, world.Time);
        var third = source.Current.Find("acme", null, Book.Now)!.Tokens.Input;

        (first, second, third).ShouldBe((1m, 22m, 22m));
        source.Problem.ShouldNotBeNull().ShouldContain("prices.yaml");
    });

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private PriceSource Open(SimulatedWorld world) => PriceSource.Open(_home, world.Time, NullLogger.Instance);

    private void Write(string yaml)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, yaml);
    }
}
