using System.Diagnostics;

namespace InfraFabric.Integration.Etcd;

/// <summary>
/// A private network of this machine, a namespace for each member, joined by a bridge that leads nowhere else. Each
/// member can be cut off from the others while its clients still reach it.
/// </summary>
internal sealed class SplitNetwork : IDisposable
{
    private readonly string _name = $"if{Environment.ProcessId % 100_000}";
    private readonly int _members;

    public SplitNetwork(int members)
    {
        Assert.SkipWhen(EtcdProgram.Find("ip") is null, "'ip' is not installed; eng/setup installs it (iproute2).");
        Assert.SkipUnless(TryRun("netns", "add", NameOf(0)), "This user may not make network namespaces.");
        _members = members;
        Run("link", "add", _name, "type", "bridge");
        Run("addr", "add", "10.199.77.254/24", "dev", _name);
        Run("link", "set", _name, "up");
        for (var i = 0; i < members; i++)
            Join(i);
    }

    public string AddressOf(int member) => $"10.199.77.{member + 1}";

    public IReadOnlyList<string> CommandIn(int member) =>
        [EtcdProgram.Find("ip")!, "netns", "exec", NameOf(member)];

    /// <summary>The member neither hears nor reaches the others; clients still reach it.</summary>
    public void CutOff(int member) => RouteToOthers(member, "add");

    public void Heal(int member) => RouteToOthers(member, "del");

    public void Dispose()
    {
        for (var i = 0; i < _members; i++)
            TryRun("netns", "del", NameOf(i));
        TryRun("link", "del", _name);
    }

    private void Join(int member)
    {
        if (member > 0)
            Run("netns", "add", NameOf(member));
        var outside = $"{_name}v{member}";
        Run("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", NameOf(member));
        Run("link", "set", outside, "master", _name, "up");
        Run("-n", NameOf(member), "addr", "add", $"{AddressOf(member)}/24", "dev", "eth0");
        Run("-n", NameOf(member), "link", "set", "eth0", "up");
        Run("-n", NameOf(member), "link", "set", "lo", "up");
    }

    private void RouteToOthers(int member, string verb)
    {
        for (var other = 0; other < _members; other++)
        {
            if (other != member)
                Run("-n", NameOf(member), "route", verb, "blackhole", $"{AddressOf(other)}/32");
        }
    }

    private string NameOf(int member) => $"{_name}n{member}";

    private static void Run(params string[] arguments) =>
        TryRun(arguments).ShouldBeTrue($"ip {string.Join(' ', arguments)}");

    private static bool TryRun(params string[] arguments)
    {
        using var ip = Process.Start(EtcdProgram.Find("ip")!, arguments);
        ip.WaitForExit();
        return ip.ExitCode == 0;
    }
}
