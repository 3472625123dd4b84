using InfraFabric.Api.Identity;
using InfraFabric.Core.Ids;

namespace InfraFabric.Api.Local;

/// <summary>
/// The folder of one fabric on this machine (<c>~/.if</c> unless said otherwise), and what lies where in it.
/// </summary>
public sealed class FabricHome
{
    /// <summary>The mode of a folder that only its owner may enter.</summary>
    public const UnixFileMode PrivateFolder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The mode of a file that only its owner may read.</summary>
    public const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The environment variable that names another home.</summary>
    public const string Variable = "IF_HOME";

    public FabricHome(string folder) => Folder = Path.GetFullPath(folder);

    public string Folder { get; }

    public string ConfigFile => Path.Combine(Folder, "fabric.yaml");

    public string KeysFolder => Path.Combine(Folder, "keys");

    /// <summary>The private key of the operator's identity.</summary>
    public string OperatorKey => Path.Combine(KeysFolder, "operator.key");

    /// <summary>The private key with which the server of this home signs tokens.</summary>
    public string ServerKey => Path.Combine(KeysFolder, "server.key");

    /// <summary>The private key with which the ledger of this home signs its checkpoints.</summary>
    public string WitnessKey => Path.Combine(KeysFolder, "witness.key");

    /// <summary>The authorities that a server's certificate must come from, in place of the system's (PEM).</summary>
    public string TrustFile => Path.Combine(Folder, "trust", "ca.pem");

    /// <summary>What a running server leaves here is of use to its owner only.</summary>
    public string RunFolder => Path.Combine(Folder, "run");

    /// <summary>Where a running server serves the owner of this home.</summary>
    public string Socket => Path.Combine(RunFolder, "ifctl.sock");

    /// <summary>Held locked by the running server.</summary>
    public string ServerLock => Path.Combine(RunFolder, "server.lock");

    /// <summary>Who holds <see cref="ServerLock"/>.</summary>
    public string ServerInfo => Path.Combine(RunFolder, "server.json");

    /// <summary>What the command line remembers of the swarms that it has registered.</summary>
    public string SwarmsFolder => Path.Combine(RunFolder, "swarms");

    /// <summary>What the command line remembers of the tasks that it has claimed.</summary>
    public string ClaimsFolder => Path.Combine(RunFolder, "claims");

    /// <summary>Where the private key of an identity is kept.</summary>
    public string KeyOf(AgentName identity) => identity == OperatorIdentity.Name
        ? OperatorKey
        : Path.Combine(KeysFolder, $"{identity.Name}-{identity.Number}.key");

    /// <summary>The home that was asked for, else the one the environment names, else <c>~/.if</c>.</summary>
    public static FabricHome Resolve(string? asked)
    {
        var folder = asked ?? Environment.GetEnvironmentVariable(Variable);
        return new FabricHome(string.IsNullOrEmpty(folder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".if")
            : folder);
    }

    /// <summary>Makes a folder of the home that nobody but its owner may enter.</summary>
    public static void CreatePrivateFolder(string folder) => Directory.CreateDirectory(folder, PrivateFolder);
}
