using InfraFabric.Api.Local;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Cli.Doctor;

/// <summary>Whether the governor's policy can be loaded.</summary>
internal static class PolicyCheck
{
    public static Finding Look(FabricHome home)
    {
        var path = Path.Combine(home.Folder, "governor", "policy.yaml");
        if (!File.Exists(path))
            return Finding.Ok("policy", $"no {path}");
        try
        {
            var policy = PolicyFile.Parse(ConfigFile.ReadText(path), path);
            return Finding.Ok(
                "policy", $"{path}: {policy.Swarms.Count} swarms, {policy.Terms.Rules?.Count ?? 0} rules");
        }
        catch (FabricException error)
        {
            return Finding.Broken("policy", $"{error.What} {error.Why}",
                "Correct it; a server that runs keeps what it has loaded before, and none starts with this.");
        }
    }
}
