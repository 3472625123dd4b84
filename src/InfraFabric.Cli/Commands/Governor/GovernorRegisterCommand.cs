using System.CommandLine;
using InfraFabric.Api;
using InfraFabric.Api.Budgets;
using InfraFabric.Api.Calls;
using InfraFabric.Api.Governing;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Core.Units;

namespace InfraFabric.Cli.Commands.Governor;

internal static class GovernorRegisterCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name of the swarm." };

    private static readonly Option<string> Capabilities = new("--capabilities")
    {
        Description = "All that it can do: domain:skill, domain:skill@1.2 or domain:* each.",
        HelpName = "CAPABILITY[,...]",
    };

    private static readonly Option<string> CostPerHour = new("--cost-per-hour")
    {
        Description = "What an hour of it costs, in dollars.",
        HelpName = "DOLLARS",
    };

    private static readonly Option<string> Budget = new("--budget")
    {
        Description = "What it may spend in all, in dollars.",
        HelpName = "DOLLARS",
    };

    private static readonly Option<string> Tenant = new("--tenant")
    {
        Description = "Whose swarm it is.",
        HelpName = "NAME",
    };

    private static readonly Option<string> MaxCost = new("--max-cost-per-task")
    {
        Description = "What a task may cost that it helps with, in dollars.",
        HelpName = "DOLLARS",
    };

    public static Command Create()
    {
        var verb = new Verb(
            "register", "Say what a swarm can do and what it costs, before what the policy or it says itself.")
        {
            Examples =
            [
                "governor register session-1-ndi --capabilities integration:ndi,streaming:video --cost-per-hour 2.0"
                    + " --budget 10.0",
                "governor register session-4-sip --cost-per-hour 1.5 --why \"a cheaper model\"",
            ],
            Arguments = { Name },
            Options = { Capabilities, CostPerHour, Budget, Tenant, MaxCost },
            Changes = true,
            Checks = RegistryChecks.OfRegister,
        };
        verb.Answers(() => ApiJson.Wire.StandingBody, RegisterAsync, Show);
        return verb;
    }

    public static void Show(StandingBody swarm, Terminal terminal)
    {
        terminal.Line($"{swarm.Swarm}  {StateOf(swarm)}");
        terminal.Line($"  can do      {(swarm.Capabilities.Count == 0 ? "-" : string.Join(' ', swarm.Capabilities))}");
        terminal.Line($"  costs       {(swarm.CostPerHour is { } cost ? $"{cost} an hour" : "nobody has said")}");
        terminal.Line($"  reputation  {swarm.Reputation:0.00}{(swarm.Executions == 0 ? ", unproven" : "")}");
        if (swarm.Tenant is { } tenant)
            terminal.Line($"  tenant      {tenant}");
    }

    public static string StateOf(StandingBody swarm) => swarm switch
    {
        { Breaker: "open" } => "stopped by its breaker",
        { AtWork: false } => "away",
        { Draining: true } => "draining",
        _ => "at work",
    };

    private static async Task<StandingBody> RegisterAsync(CommandRun run)
    {
        var body = new RegistrySetBody
        {
            Capabilities = ListText.Split(run.Get(Capabilities)),
            CostPerHour = Dollars(run, CostPerHour),
            Tenant = run.Get(Tenant),
            MaxCostPerTask = Dollars(run, MaxCost),
        };
        var budget = Dollars(run, Budget);
        using var fabric = ServedFabric.Of(run);
        var name = run.Get(Name)!;
        var standing = await fabric.SendAsync<StandingBody>(GovernorCalls.Set, body, name);
        if (budget is { } limit)
            await fabric.SendAsync<BudgetBody>(BudgetCalls.Set, new BudgetSetBody($"swarm/{name}", limit));
        return standing;
    }

    private static Money? Dollars(CommandRun run, Option<string> option) =>
        run.Get(option) is { } text ? Money.Parse(text) : null;
}
