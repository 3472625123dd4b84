using InfraFabric.Repository.Files;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace InfraFabric.Repository.Pages;

/// <summary>A page of the repository.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UsePipeTables().Build();

    private readonly MarkdownDocument _document;

    public MarkdownPage(string path, string text)
    {
        Path = path;
        _document = Markdown.Parse(text, Pipeline);
    }

    /// <summary>The path from the root.</summary>
    public string Path { get; }

    /// <summary>The targets of its links and images.</summary>
    public IEnumerable<string> Links =>
        _document.Descendants<LinkInline>().Select(link => link.Url).OfType<string>().Where(url => url.Length > 0);

    /// <summary>The anchors of its headings.</summary>
    public IEnumerable<string> Anchors =>
        _document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id).OfType<string>();

    /// <summary>The blocks that are shell scripts.</summary>
    public IEnumerable<string> ShellBlocks => BlocksOf("sh");

    /// <summary>The blocks that show commands with their output.</summary>
    public IEnumerable<string> ConsoleBlocks => BlocksOf("console");

    public static IReadOnlyList<MarkdownPage> All() => [.. RepositoryFiles.WithExtension(".md").Select(Read)];

    public static MarkdownPage Read(string path) => new(path, RepositoryFiles.Read(path));

    /// <summary>Its links to files and headings that do not exist.</summary>
    public IEnumerable<string> BrokenLinks() =>
        from link in Links
        where !link.Contains(':') && !IsWhole(link)
        select $"{Path}: the link to {link} leads nowhere";

    /// <summary>The fenced blocks that are marked with a language.</summary>
    public IEnumerable<string> BlocksOf(string language) =>
        _document.Descendants<FencedCodeBlock>().Where(block => block.Info == language)
            .Select(block => block.Lines.ToString());

    private bool IsWhole(string link)
    {
        var parts = Uri.UnescapeDataString(link).Split('#', 2);
        var folder = Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";
        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryFiles.Root, folder, parts[0]));
        var target = parts[0].Length == 0 ? Path : System.IO.Path.GetRelativePath(RepositoryFiles.Root, full);
        if (target.StartsWith("..", StringComparison.Ordinal))
            return false;
        if (parts.Length == 1)
            return System.IO.Path.Exists(RepositoryFiles.PathOf(target));

        var page = target == Path ? this : File.Exists(RepositoryFiles.PathOf(target)) ? Read(target) : null;
        return page?.Anchors.Contains(parts[1]) ?? false;
    }
}
