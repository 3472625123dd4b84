using System.Globalization;
using InfraFabric.Core.Units;

namespace InfraFabric.Load.Governing;

/// <summary>What help has cost, and what of it was for nothing.</summary>
internal sealed class Outcome
{
    private Money _spent;
    private Money _wasted;
    private int _needs;
    private int _met;

    /// <summary>Blockers on which more was spent than their budget.</summary>
    public int OverBudget { get; private set; }

    public double Waste => _spent == Money.Zero ? 0 : (double)_wasted.MicroUsd / _spent.MicroUsd;

    public void Spend(Money cost, bool helped)
    {
        _spent += cost;
        if (!helped)
            _wasted += cost;
    }

    public void End(int needs, int met, bool overBudget)
    {
        _needs += needs;
        _met += met;
        OverBudget += overBudget ? 1 : 0;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Waste:P0} of {_spent} wasted, {OverBudget} over budget, {_met} of {_needs} needs met");
}
