using InfraFabric.Wasm.Tests.Compilation;

namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>The specification's own tests for WebAssembly 2.0, all of them that concern the binary format.</summary>
public sealed class SpecTests(SpecSuite suite) : IClassFixture<SpecSuite>
{
    // As the suite's own page counts them.
    private static readonly Dictionary<string, int> Totals = new()
    {
        ["action"] = 155,
        ["assert_exhaustion"] = 15,
        ["assert_invalid"] = 2_146,
        ["assert_malformed"] = 1_810,
        ["assert_return"] = 45_731,
        ["assert_trap"] = 2_408,
        ["assert_uninstantiable"] = 34,
        ["assert_unlinkable"] = 83,
        ["module"] = 1_594,
        ["register"] = 22,
    };

    // Each way in which a module can come to run.
    private static readonly Dictionary<string, ModuleOptions> Ways = new()
    {
        ["by default"] = ModuleOptions.Default,
        ["without metering"] = new ModuleOptions { Metering = Metering.None },
        ["in small quanta of fuel"] = new ModuleOptions { Metering = Metering.Quanta },
        ["with all functions divided"] = new ModuleOptions { Code = CodePolicies.Divided },
        ["quickly compiled"] = new ModuleOptions { Code = CodePolicies.Quick },
        ["optimised at once"] = new ModuleOptions { Code = CodePolicies.Optimised },
        ["optimised in each loop"] = new ModuleOptions { Code = CodePolicies.Impatient },
    };

    public static MatrixTheoryData<string, string> Runs =>
        new(SpecArchive.IsPresent ? SpecArchive.Scripts : [SpecArchive.Absent], Ways.Keys);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_ScriptOfTheSpecification_GoesAsItSays(string script, string way)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, Ways[way]).Failures.ShouldBeEmpty();
    }

    [Fact]
    public void Run_AllScripts_LeaveNothingOut()
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        var outcomes = SpecArchive.Scripts.ToDictionary(script => script, script => suite.OutcomeOf(script));

        foreach (var (script, outcome) in outcomes)
            Console.WriteLine($"{script}: {outcome}");
        outcomes.Count.ShouldBe(147);
        outcomes.Values.SelectMany(outcome => outcome.Commands).GroupBy(pair => pair.Key, pair => pair.Value)
            .ToDictionary(group => group.Key, group => group.Sum()).ShouldBe(Totals, ignoreOrder: true);
        outcomes.Values.Sum(outcome => outcome.NotApplicable).ShouldBe(1_091);
    }
}
