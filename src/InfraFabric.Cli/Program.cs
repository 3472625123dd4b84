using InfraFabric.Cli.Frame;

return await Ifctl.RunAsync(args);
