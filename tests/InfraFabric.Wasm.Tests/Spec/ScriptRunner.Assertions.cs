using System.Text.Json;

namespace InfraFabric.Wasm.Tests.Spec;

internal sealed partial class ScriptRunner
{
    private void AssertReturn(JsonElement command)
    {
        var results = Act(command);
        var expected = command.GetProperty("expected").EnumerateArray().ToArray();
        if (results.Length != expected.Length || !expected.Zip(results, SpecValue.Matches).All(fits => fits))
        {
            throw new SpecFailureException(
                $"{command.GetProperty("action")} gave [{string.Join(", ", results)}]"
                + $" instead of {command.GetProperty("expected")}");
        }
    }

    private static void AssertTrap(JsonElement command, Action act)
    {
        var text = command.GetProperty("text").GetString()!;
        try
        {
            act();
        }
        catch (TrapException trap) when (text.StartsWith(trap.Message, StringComparison.Ordinal))
        {
            return;
        }
        catch (TrapException trap)
        {
            throw new SpecFailureException($"trapped with '{trap.Message}' instead of '{text}'");
        }

        throw new SpecFailureException($"did not trap with '{text}'");
    }

    private void AssertRefused(JsonElement command, ModuleFault fault)
    {
        var text = command.GetProperty("text").GetString()!;
        try
        {
            Load(command);
        }
        catch (InvalidModuleException refused) when (refused.Fault == fault)
        {
            return;
        }
        catch (InvalidModuleException refused)
        {
            throw new SpecFailureException($"{refused.Fault}: {refused.Message}, instead of {fault}: {text}");
        }

        throw new SpecFailureException($"{command.GetProperty("filename")} was taken; it is {fault}: {text}");
    }

    private void AssertUnlinkable(JsonElement command)
    {
        var module = Load(command);
        try
        {
            Instantiate(module);
        }
        catch (LinkException)
        {
            return;
        }

        throw new SpecFailureException($"was linked in spite of '{command.GetProperty("text")}'");
    }
}
