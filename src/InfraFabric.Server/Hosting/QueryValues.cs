using System.Globalization;
using InfraFabric.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace InfraFabric.Server.Hosting;

/// <summary>Reads the query of a request, strictly: each name once, each number a number.</summary>
internal static class QueryValues
{
    public static string Required(HttpRequest request, string name) =>
        Optional(request, name) ?? throw Wrong(name, "is missing");

    public static string? Optional(HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count switch
        {
            0 => null,
            1 when !string.IsNullOrEmpty(values[0]) => values[0],
            1 => null,
            _ => throw Wrong(name, "is given more than once"),
        };
    }

    public static int? Number(HttpRequest request, string name) =>
        Revision(request, name) is not { } value
            ? null
            : value <= int.MaxValue ? (int)value : throw Wrong(name, "is too large");

    public static long? Revision(HttpRequest request, string name)
    {
        if (Optional(request, name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(name, "is not a number of 0 or more");
    }

    public static bool Flag(HttpRequest request, string name) => Optional(request, name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Wrong(name, "is neither true nor false"),
    };

    private static FabricException Wrong(string name, string why) => new(ErrorTable.Usage,
        $"The query parameter '{name}' {why}.",
            "The call cannot be understood without guessing.", "Correct the query.");
}
