namespace InfraFabric.Cli.Commands.Optimise;

/// <summary>What a file of prices would say.</summary>
internal sealed record PriceCheckAnswer(string File, string Hash, int Own, int Shipped, int Unconfirmed);
