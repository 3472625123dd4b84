using System.Globalization;
using System.Numerics;
using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Prices;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Optimise.Invoices;

/// <summary>Reads an invoice: whole, or refused with all its mistakes and their lines.</summary>
internal sealed class InvoiceReader
{
    private const int MaxShown = 20;

    private static readonly string[] Known =
        ["item", "model", "quantity", "amount", "currency", "rate", "service_tier", "batch", "tier"];

    private static readonly string[] Needed = ["item", "amount"];
    private static readonly string[] Others = ["refund", "credit", "tax", "other"];

    private readonly List<string> _mistakes = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private int _line;
    private List<string> _cells = [];

    private InvoiceReader()
    {
    }

    public static Invoice Read(string csv)
    {
        if (csv.Length > OptimiseLimits.MaxInvoiceLength)
        {
            throw new FabricException(ErrorTable.LimitExceeded, "The invoice is too large.",
                $"It has {csv.Length} characters; the most is {OptimiseLimits.MaxInvoiceLength}.", "Split it.");
        }

        return new InvoiceReader().ReadAll(CsvReader.Read(csv));
    }

    private Invoice ReadAll(List<(int Line, List<string> Cells)> rows)
    {
        var lines = new List<InvoiceLine>();
        if (rows.Count < 2)
            Mistake("There are no lines under the headings.");
        else if (rows.Count > OptimiseLimits.MaxInvoiceLines + 1)
            Mistake($"There are {rows.Count - 1} lines; the most is {OptimiseLimits.MaxInvoiceLines}.");
        else if (ReadHeadings(rows[0]))
            lines.AddRange(rows.Skip(1).Select(Read));
        if (_mistakes.Count > 0)
        {
            var rest = _mistakes.Count - MaxShown;
            throw new FabricException(ErrorTable.Usage,
                $"The invoice has {(_mistakes.Count == 1 ? "a mistake" : $"{_mistakes.Count} mistakes")}.",
                string.Join('\n', _mistakes.Take(MaxShown)) + (rest > 0 ? $"\n… and {rest} more." : ""),
                "Correct the lines named above; the guide of costs says how an invoice is written.");
        }

        return new Invoice
        {
            Lines = lines,
            HasServiceTier = _columns.ContainsKey("service_tier"),
            HasBatch = _columns.ContainsKey("batch"),
            HasTier = _columns.ContainsKey("tier"),
        };
    }

    private bool ReadHeadings((int Line, List<string> Cells) row)
    {
        _line = row.Line;
        for (var i = 0; i < row.Cells.Count; i++)
        {
            // Programs for tables begin a file with a mark of its encoding.
            var name = row.Cells[i].Trim('\uFEFF').ToLowerInvariant();
            if (!Known.Contains(name, StringComparer.Ordinal))
                Mistake($"There is no column '{Shown(name)}': they are {string.Join(", ", Known)}.");
            else if (!_columns.TryAdd(name, i))
                Mistake($"The column '{name}' is there twice.");
        }

        foreach (var name in Needed.Where(name => !_columns.ContainsKey(name)))
            Mistake($"The column '{name}' is missing.");
        return _mistakes.Count == 0;
    }

    private InvoiceLine Read((int Line, List<string> Cells) row)
    {
        (_line, _cells) = row;
        if (_cells.Count != _columns.Count)
            Mistake($"It has {_cells.Count} cells under {_columns.Count} headings.");
        var item = Cell("item") ?? "";
        var isUsage = SpendQuantities.Names.Contains(item, StringComparer.Ordinal);
        if (!isUsage && !Others.Contains(item, StringComparer.Ordinal))
            Mistake($"'{Shown(item)}' is no item: {string.Join(", ", SpendQuantities.Names.Concat(Others))}.");
        var model = Cell("model");
        if (isUsage && (model is null || !UsageRules.IsName(model)))
            Mistake("It is of usage, and has no model.");
        var (amount, decimals) = Number("amount", isSigned: true) ?? (0, 0);
        var quantity = isUsage ? Number("quantity", isSigned: false)?.Number : null;
        if (isUsage && quantity is null && Cell("quantity") is null)
            Mistake("It is of usage, and has no quantity.");
        var currency = Cell("currency") ?? PriceBook.Dollar;
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            Mistake($"'{Shown(currency)}' is no currency such as USD.");
        return new InvoiceLine
        {
            Item = item,
            Model = isUsage ? model : null,
            Quantity = Millionths(quantity ?? 0),
            Amount = amount,
            Tolerance = HalfOfLast(decimals),
            Currency = currency,
            Rate = Number("rate", isSigned: false)?.Number,
            ServiceTier = Cell("service_tier"),
            Batch = Flag("batch"),
            Tier = Number("tier", isSigned: false) is var (tier, _) ? (long)tier : null,
        };
    }

    private (decimal Number, int Decimals)? Number(string column, bool isSigned)
    {
        if (Cell(column) is not { } text)
        {
            if (column == "amount")
                Mistake("It has no amount.");
            return null;
        }

        var digits = isSigned && text.StartsWith('-') ? text[1..] : text;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (digits.Length - Math.Max(point, 0) <= OptimiseLimits.MaxInvoiceDigits
            && (point < 0 ? digits.Length : point) <= OptimiseLimits.MaxInvoiceDigits
            && decimal.TryParse(
                digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return (digits == text ? number : -number, point < 0 ? 0 : digits.Length - point - 1);
        }

        Mistake($"'{Shown(text)}' is no {column}: a number such as 1200 or 12.50, without signs of currencies or"
            + " thousands.");
        return null;
    }

    private bool? Flag(string column)
    {
        switch (Cell(column))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                Mistake($"'{column}' is neither true nor false.");
                return null;
        }
    }

    private string? Cell(string column) =>
        _columns.TryGetValue(column, out var index) && index < _cells.Count && _cells[index].Length > 0
            ? _cells[index]
            : null;

    private static BigInteger Millionths(decimal number)
    {
        // In two steps, because a decimal cannot hold a large number and its millionths.
        var whole = decimal.Truncate(number);
        return (new BigInteger(whole) * 1_000_000) + new BigInteger((number - whole) * 1_000_000m);
    }

    private static decimal HalfOfLast(int decimals)
    {
        var half = 0.5m;
        for (var i = 0; i < decimals; i++)
            half /= 10;
        return half;
    }

    private void Mistake(string what) => _mistakes.Add($"line {_line}: {what}");

    private static string Shown(string text) => text.Length > 40 ? $"{text[..40]}…" : text;
}
