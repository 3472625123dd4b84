using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Advice;

/// <summary>How a swarm with a model has done one kind of task so far.</summary>
public sealed record Candidate
{
    // The quantile of the normal distribution for 95 in 100 on both sides.
    private const double Z = 1.959964;

    /// <summary>The model that most of the money of a claim went to; null where no model was told.</summary>
    public string? Model { get; init; }

    public string? Swarm { get; init; }

    /// <summary>Claims that ended with or without a result.</summary>
    public required long Claims { get; init; }

    /// <summary>Those with one.</summary>
    public required long Completed { get; init; }

    /// <summary>What all of them have cost.</summary>
    public required Money Cost { get; init; }

    /// <summary>What one result has cost, with all that failed; null where there is none.</summary>
    public Money? PerSuccess => Completed == 0
        ? null
        : Money.FromMicroUsd((long)decimal.Round((decimal)Cost.MicroUsd / Completed, MidpointRounding.ToEven));

    /// <summary>
    /// How often it succeeds at least, as far as so much history can say: the lower bound of Wilson's interval at 95 %.
    /// Little history makes it small, however good that was.
    /// </summary>
    public double Confidence
    {
        get
        {
            if (Claims == 0)
                return 0;
            var (n, share) = ((double)Claims, (double)Completed / Claims);
            var middle = share + (Z * Z / (2 * n));
            var width = Z * Math.Sqrt(((share * (1 - share)) + (Z * Z / (4 * n))) / n);
            return Math.Max(0, (middle - width) / (1 + (Z * Z / n)));
        }
    }

    /// <summary>Whether there is enough of it to go by.</summary>
    public bool IsProven => Claims >= OptimiseLimits.MinHistory;
}
