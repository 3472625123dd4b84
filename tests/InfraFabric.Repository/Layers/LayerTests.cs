using InfraFabric.Repository.Files;

namespace InfraFabric.Repository.Layers;

public sealed class LayerTests
{
    [Fact]
    public void References_OfTheProduct_KeepToTheTable()
    {
        var breaches =
            from project in ProjectFile.All()
            where project.IsProduct
            from reference in project.References
            let rule = LayerTable.BrokenRule(project.Name, reference)
            where rule is not null
            select $"{project.Name} references {reference}. {rule}.";

        breaches.ShouldBeEmpty();
    }

    [Fact]
    public void Projects_OfTheProduct_StandInTheTable() =>
        ProjectFile.All().Where(project => project.IsProduct && !LayerTable.Knows(project.Name)).ShouldBeEmpty();

    [Fact]
    public void Projects_OfTheProduct_AreExplainedInTheArchitecture()
    {
        var page = RepositoryFiles.Read("ARCHITECTURE.md");

        var missing = ProjectFile.All().Where(project => project.IsProduct)
            .Where(project => !page.Contains($"`{project.Name}`", StringComparison.Ordinal));

        missing.Select(project => project.Name).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("InfraFabric.State", "InfraFabric.Core")]
    [InlineData("InfraFabric.Governor", "InfraFabric.State")]
    [InlineData("InfraFabric.State.Etcd", "InfraFabric.State")]
    [InlineData("InfraFabric.Chassis", "InfraFabric.Wasm")]
    [InlineData("InfraFabric.Server", "InfraFabric.State.Etcd")]
    [InlineData("InfraFabric.Cli", "InfraFabric.Server")]
    public void BrokenRule_ReferenceDownwards_IsNone(string project, string reference) =>
        LayerTable.BrokenRule(project, reference).ShouldBeNull();

    [Theory]
    [InlineData("InfraFabric.Core", "InfraFabric.State", "Core needs nothing")]
    [InlineData("InfraFabric.Governor", "InfraFabric.Optimise", "Parts stand on State and never reference each other")]
    [InlineData("InfraFabric.Guard", "InfraFabric.Wasm", "Parts stand on State and never reference each other")]
    [InlineData("InfraFabric.Wasm", "InfraFabric.Core", "Wasm needs nothing")]
    [InlineData("InfraFabric.Cli", "InfraFabric.State.Etcd", "Backends are referenced by Server and tests only")]
    [InlineData("InfraFabric.Client", "InfraFabric.State", "Client stands on Api")]
    [InlineData("InfraFabric.Novelty", "InfraFabric.Core", "A project of src stands in the table")]
    public void BrokenRule_ReferenceThatIsNotAllowed_NamesTheRule(string project, string reference, string rule) =>
        LayerTable.BrokenRule(project, reference).ShouldBe(rule);
}
