using System.Xml.Linq;

namespace InfraFabric.Repository.Files;

/// <summary>What a project file says.</summary>
/// <param name="Path">Its path, counted from the root.</param>
/// <param name="References">The names of the projects that it references.</param>
/// <param name="Packages">The packages that it references.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> References, IReadOnlyList<XElement> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder that holds it, from the root.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public static IReadOnlyList<ProjectFile> All() => [.. RepositoryFiles.WithExtension(".csproj").Select(Read)];

    private static ProjectFile Read(string path)
    {
        var project = XDocument.Parse(RepositoryFiles.Read(path));
        var references = project.Descendants("ProjectReference")
            .Select(r => System.IO.Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        return new ProjectFile(path, [.. references], [.. project.Descendants("PackageReference")]);
    }
}
