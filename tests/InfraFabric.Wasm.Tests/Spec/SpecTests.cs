using InfraFabric.Wasm.Tests.Compilation;
using InfraFabric.Wasm.Tiers;

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

    public static TheoryData<string> Scripts => [.. SpecArchive.IsPresent ? SpecArchive.Scripts : [SpecArchive.Absent]];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptOfTheSpecification_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script).Failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptWithoutMetering_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, new ModuleOptions { Metering = Metering.None }).Failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptInSmallQuantaOfFuel_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, new ModuleOptions { Metering = Metering.Quanta }).Failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptWithAllFunctionsDivided_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, CompiledBy(CodePolicies.Divided)).Failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptThatStaysQuicklyCompiled_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, CompiledBy(CodePolicies.Quick)).Failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptOptimisedAtOnce_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, CompiledBy(CodePolicies.Optimised)).Failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Run_ScriptOptimisedInEachLoop_GoesAsItSays(string script)
    {
        Assert.SkipUnless(SpecArchive.IsPresent, SpecArchive.WhereItBelongs);

        suite.OutcomeOf(script, CompiledBy(CodePolicies.Impatient)).Failures.ShouldBeEmpty();
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

    private static ModuleOptions CompiledBy(CodePolicy policy) => new() { Code = policy };
}
