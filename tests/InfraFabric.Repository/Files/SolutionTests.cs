using System.Xml.Linq;

namespace InfraFabric.Repository.Files;

public sealed class SolutionTests
{
    [Fact]
    public void Solution_AllProjects_AreInIt()
    {
        var listed = XDocument.Parse(RepositoryFiles.Read("InfraFabric.slnx"))
            .Descendants("Project").Select(project => project.Attribute("Path")!.Value);

        ProjectFile.All().Select(project => project.Path).ShouldBe(listed, ignoreOrder: true);
    }

    [Fact]
    public void Packages_OfAllProjects_HaveTheirVersionInOnePlace()
    {
        var scattered =
            from project in ProjectFile.All()
            from package in project.Packages
            where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            select $"{project.Path}: {package}";

        scattered.ShouldBeEmpty();
    }

    [Fact]
    public void Projects_AllFolders_AreNamedAsTheirProject() =>
        ProjectFile.All().Where(project => !project.Folder.EndsWith($"/{project.Name}", StringComparison.Ordinal))
            .Select(project => project.Path).ShouldBeEmpty();

    [Fact]
    public void Folders_AllFolders_HoldFewFiles()
    {
        var full = RepositoryFiles.Sources()
            .GroupBy(path => path[..(path.LastIndexOf('/') + 1)])
            .Where(folder => folder.Count() > 25)
            .Select(folder => $"{folder.Key} holds {folder.Count()} files; the most is 25.");

        full.ShouldBeEmpty();
    }
}
