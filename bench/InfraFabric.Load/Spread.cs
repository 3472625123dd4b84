using System.Globalization;

namespace InfraFabric.Load;

/// <summary>What several rounds measured: the one in the middle, and how far the others were from it.</summary>
internal sealed class Spread
{
    private readonly double[] _rounds;

    private Spread(double[] rounds) => _rounds = rounds;

    public double Median => _rounds[_rounds.Length / 2];

    public static Spread Of(IEnumerable<double> rounds) => new([.. rounds.Order()]);

    /// <summary>Such as "0.42 (0.40-0.47)".</summary>
    public string ToString(string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Text(Median, format)} ({Text(_rounds[0], format)}-{Text(_rounds[^1], format)})");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
