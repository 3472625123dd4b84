using System.Net;
using System.Net.Sockets;
using InfraFabric.Api.Local;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Hosting;

namespace InfraFabric.Server.Tests;

public sealed class ListenerTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public void Start_MakesASocketForTheOwnerOnly()
    {
        File.GetUnixFileMode(fixture.Home.Socket).ShouldBe(FabricHome.PrivateFile);
        File.GetUnixFileMode(fixture.Home.RunFolder).ShouldBe(FabricHome.PrivateFolder);
        File.GetUnixFileMode(fixture.Home.Folder).ShouldBe(FabricHome.PrivateFolder);
    }

    [Fact]
    public async Task Start_BeyondLoopback_IsRefused()
    {
        var error = await StartAsync(options => options with { Address = IPAddress.Any });

        error.Error.ShouldBe(ErrorTable.Usage);
        error.Why.ShouldContain("TLS");
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = await StartAsync(options => options with { Port = port });

        error.Error.ShouldBe(ErrorTable.ListenFailed);
        error.What.ShouldContain($"{port}");
        error.Fix.ShouldContain("--port");
    }

    [Fact]
    public async Task Start_InAHomeWithAPathTooLong_SaysSo()
    {
        var error = await StartAsync(options => options with
        {
            Home = new FabricHome(Path.Combine(Path.GetTempPath(), new string('x', 120))),
        });

        error.Error.ShouldBe(ErrorTable.Usage);
        error.Fix.ShouldContain("--home");
    }

    [Fact]
    public void Take_OfAHomeThatIsServed_NamesTheServer()
    {
        var error = Should.Throw<FabricException>(() => HomeLock.Take(fixture.Home));

        error.Error.ShouldBe(ErrorTable.StateBusy);
        error.Why.ShouldContain($"{Environment.ProcessId}");
        error.Why.ShouldContain(fixture.Server.Info.Url);
    }

    [Fact]
    public void Take_OfAHomeThatAKilledServerLeft_RemovesItsSocket()
    {
        var home = new FabricHome(Directory.CreateTempSubdirectory("if-left-").FullName);
        Directory.CreateDirectory(home.RunFolder);
        File.WriteAllText(home.Socket, "");
        File.WriteAllText(
            home.ServerInfo, """{"process_id":1,"url":"http://127.0.0.1:1","socket":"x","backend":"embedded"}""");

        using (HomeLock.Take(home))
        {
            File.Exists(home.Socket).ShouldBeFalse();
            HomeLock.ReadHolder(home).ShouldBeNull();
        }

        Directory.Delete(home.Folder, recursive: true);
    }

    private async Task<FabricException> StartAsync(Func<ServerOptions, ServerOptions> change)
    {
        var folder = Directory.CreateTempSubdirectory("if-start-");
        var home = new FabricHome(folder.FullName);
        FabricException error;
        using (var taken = HomeLock.Take(home))
        {
            error = await Should.ThrowAsync<FabricException>(() => FabricServer.StartAsync(
                change(ServerFixture.OptionsFor(home)), taken, fixture.Store, TimeProvider.System, _ => { },
                CancellationToken.None));
        }

        folder.Delete(recursive: true);
        return error;
    }
}
