using InfraFabric.Core.Errors;
using InfraFabric.State.Committer;
using InfraFabric.State.Embedded;

// A process for tests to kill and to starve: it says on standard output what it was told, and nothing
// before it was told.
try
{
    switch (args)
    {
        case ["load", var directory, var run]:
            await new Load(directory, run).RunForeverAsync();
            break;
        case ["fill", var directory, var ballast]:
            await Fill.RunAsync(directory, ballast);
            break;
        case ["open", var directory]:
            var options = new EmbeddedOptions { Directory = directory };
            await using (await EmbeddedStateStore.OpenAsync(options, TimeProvider.System))
                await Console.Out.WriteLineAsync("open");
            break;
        default:
            await Console.Error.WriteLineAsync("usage: load DIRECTORY RUN | fill DIRECTORY BALLAST | open DIRECTORY");
            return 2;
    }

    return 0;
}
catch (FabricException e)
{
    await Console.Out.WriteLineAsync($"{e.Error} {e.What} {e.Why} {e.Fix}");
    return e.Error.ExitCode;
}
