using InfraFabric.Load;

// Usage: InfraFabric.Load [--out FILE] [part of a figure's name ...]; without names, every figure.
var arguments = args.ToList();
string? output = null;
if (arguments.IndexOf("--out") is var at and >= 0)
{
    output = arguments[at + 1];
    arguments.RemoveRange(at, 2);
}

var rows = new List<Row>();
foreach (var (name, run) in Figures.All)
{
    if (arguments.Count > 0 && !arguments.Exists(part => name.Contains(part, StringComparison.Ordinal)))
        continue;
    Console.Error.WriteLine($"measuring {name} ...");
    foreach (var row in await run())
    {
        rows.Add(row);
        var mark = row.Reached ? "  " : "! ";
        Console.WriteLine($"{mark}{row.Figure}: {row.Ours} (peer: {row.Peer}; goal: {row.Goal})");
    }
}

if (output is not null)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
    await File.WriteAllTextAsync(output, Report.Of(rows));
}

return rows.TrueForAll(row => row.Reached) ? 0 : 1;
