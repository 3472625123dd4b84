using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InfraFabric.Repository.Sources;

/// <summary>What holds for every C# file that people write. Each breach says what it is and where.</summary>
internal static class SourceRules
{
    public const int MaxFileLines = 500;
    public const int MaxMethodLines = 70;
    public const int MaxLineLength = 120;

    public static IEnumerable<string> Breaches(string path, string text)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var root = CSharpSyntaxTree.ParseText(text, options).GetCompilationUnitRoot();
        return LengthBreaches(text)
            .Concat(MethodBreaches(root))
            .Concat(TypeBreaches(path, root))
            .Concat(NamespaceBreaches(path, root))
            .Select(breach => $"{path}: {breach}");
    }

    private static IEnumerable<string> LengthBreaches(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length - 1 > MaxFileLines)
            yield return $"the file has {lines.Length - 1} lines; the most is {MaxFileLines}";
        foreach (var (index, line) in lines.Index())
        {
            if (line.Length > MaxLineLength)
                yield return $"line {index + 1} has {line.Length} characters; the most is {MaxLineLength}";
        }
    }

    private static IEnumerable<string> MethodBreaches(CompilationUnitSyntax root) =>
        from method in root.DescendantNodes()
        where method is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax
        let span = method.SyntaxTree.GetLineSpan(method.Span)
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MaxMethodLines
        select $"the method at line {span.StartLinePosition.Line + 1} has {lines} lines; the most is {MaxMethodLines}";

    private static IEnumerable<string> TypeBreaches(string path, CompilationUnitSyntax root)
    {
        var names = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Select(NameOfType).OfType<string>().ToList();
        if (names.Count > 1)
            yield return $"the file holds {string.Join(" and ", names)}; one type stands in one file";

        var fileNoun = Path.GetFileName(path).Split('.')[0];
        if (names.Count == 1 && names[0] != fileNoun)
            yield return $"the file holds {names[0]} and is named after {fileNoun}";
    }

    private static IEnumerable<string> NamespaceBreaches(string path, CompilationUnitSyntax root)
    {
        // src/InfraFabric.Core/Json/X.cs is InfraFabric.Core.Json.
        var folders = path.Split('/')[1..^1];
        var expected = string.Join('.', folders);
        return root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            .Where(declaration => declaration.Name.ToString() != expected)
            .Select(declaration => $"the namespace is {declaration.Name}; the folder says {expected}");
    }

    private static string? NameOfType(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };
}
