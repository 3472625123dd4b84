using InfraFabric.Load;

// Usage: InfraFabric.Load [--out FILE] [--quick] [part of a figure's name ...]; without names, every figure.
// --quick takes small numbers, which show that everything can be measured and not how fast it is.
var arguments = args.ToList();
string? output = null;
if (arguments.IndexOf("--out") is var at and >= 0)
{
    output = arguments[at + 1];
    arguments.RemoveRange(at, 2);
}

var quick = arguments.Remove("--quick");
var loadBefore = Report.LoadNow();
var rows = new List<Row>();
foreach (var (name, run) in Figures.All(quick ? Effort.Quick : Effort.Full))
{
    if (arguments.Count > 0 && !arguments.Exists(part => name.Contains(part, StringComparison.Ordinal)))
        continue;
    Console.Error.WriteLine($"measuring {name} ...");
    foreach (var row in await MeasureAsync(name, run))
    {
        rows.Add(row);
        var mark = row.Reached ? "  " : "! ";
        Console.WriteLine($"{mark}{row.Figure}: {row.Ours} (peer: {row.Peer}; goal: {row.Goal})");
    }
}

if (output is not null)
{
    var asked = args.Where(argument => argument != "--out" && argument != output);
    await Report.WriteAsync(output, rows, asked, loadBefore);
}

return rows.TrueForAll(row => row.Reached) ? 0 : 1;

// What cannot be measured must not take the figures of half an hour with it.
static async Task<IReadOnlyList<Row>> MeasureAsync(string name, Func<Task<IReadOnlyList<Row>>> run)
{
    try
    {
        return await run();
    }
    catch (Exception failed)
    {
        Console.Error.WriteLine(failed);
        return [new Row(name, $"failed: {failed.Message.ReplaceLineEndings(" ")}", "-", "-", Reached: false)];
    }
}
