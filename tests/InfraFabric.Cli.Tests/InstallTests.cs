using InfraFabric.Cli.Tests.Program;

namespace InfraFabric.Cli.Tests;

public sealed class InstallTests
{
    [Fact]
    public async Task Install_ThenUninstall_LeavesNothing()
    {
        using var home = new TestHome();
        var bin = home.PathOf("bin");

        var installed = (await home.RunAsync("install", "--to", bin)).ShouldExit(0);
        var calls = $"PATH='{bin}':$PATH; \\if version && command if version && ifctl version";
        var called = (await home.RunAsync("bash", ["-c", calls])).ShouldExit(0);
        var again = (await home.RunAsync("install", "--to", bin)).ShouldExit(0);
        (await home.RunAsync("uninstall", "--to", bin)).ShouldExit(0);

        installed.Out.ShouldContain(@"'\if'");
        installed.Out.ShouldContain("Not on your PATH yet");
        called.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        again.Out.ShouldBe(installed.Out);
        Directory.GetFiles(bin).ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_OverAFileOfOthers_TouchesNothing()
    {
        using var home = new TestHome();
        var bin = Directory.CreateDirectory(home.PathOf("bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(bin, "if"), "precious");

        (await home.RunAsync("install", "--to", bin)).ShouldExit(2).Error.ShouldContain("--to");

        Directory.GetFiles(bin).ShouldBe([Path.Combine(bin, "if")]);
        (await File.ReadAllTextAsync(Path.Combine(bin, "if"))).ShouldBe("precious");
    }

    [Fact]
    public async Task Uninstall_OfALinkOfOthers_TouchesNothing()
    {
        using var home = new TestHome();
        var bin = Directory.CreateDirectory(home.PathOf("bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "ifctl"), "/bin/true");

        (await home.RunAsync("uninstall", "--to", bin)).ShouldExit(2).Error.ShouldContain("/bin/true");

        new FileInfo(Path.Combine(bin, "ifctl")).LinkTarget.ShouldBe("/bin/true");
    }

    [Fact]
    public async Task Install_WhereItMayNotWrite_SaysSo()
    {
        using var home = new TestHome();

        (await home.RunAsync("install", "--to", "/proc/bin")).ShouldExit(10).Error.ShouldContain("--to");
    }
}
