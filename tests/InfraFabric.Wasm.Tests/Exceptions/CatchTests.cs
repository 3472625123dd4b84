using InfraFabric.Wasm.Tests.Compilation;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>What is thrown is caught where the specification says, in each tier and with each metering.</summary>
public sealed class CatchTests
{
    public static TheoryData<string, string, Metering> Ways =>
        new MatrixTheoryData<string, string, Metering>(
            CatchCases.Names, CodePolicies.Names.Select(row => row.Data), Enum.GetValues<Metering>());

    [Theory]
    [MemberData(nameof(Ways))]
    public void Invoke_TryTable_Catches(string what, string policy, Metering metering)
    {
        var (module, expected) = CatchCases.Find(what);
        using var store = new Store();
        var options = new ModuleOptions
        {
            Features = ModuleFeatures.Exceptions | ModuleFeatures.TailCalls,
            Metering = metering,
            Code = CodePolicies.Find(policy),
        };
        var instance = new Linker().Instantiate(store, Module.Load(module.ToArray(), options));
        var run = instance.GetFunction<Func<int, int>>("f");

        var outcomes = expected.Concat(expected).Select(pair => (pair.Input, run(pair.Input)));

        outcomes.ShouldBe(expected.Concat(expected));
    }
}
