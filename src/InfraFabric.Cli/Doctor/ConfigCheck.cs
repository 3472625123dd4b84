using InfraFabric.Api.Local;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Doctor;

/// <summary>Whether the configuration says something that can be followed.</summary>
internal static class ConfigCheck
{
    /// <summary>The configuration, if it is valid, and the finding.</summary>
    public static (FabricConfig? Config, Finding Finding) Look(FabricHome home)
    {
        try
        {
            var config = FabricConfig.Load(home.Folder);
            var found = File.Exists(home.ConfigFile) ? home.ConfigFile : $"no {home.ConfigFile}: all defaults";
            return (config, Finding.Ok("config", found));
        }
        catch (FabricException error)
        {
            return (null, Finding.Broken("config", $"{error.What} {error.Why}", error.Fix));
        }
    }
}
