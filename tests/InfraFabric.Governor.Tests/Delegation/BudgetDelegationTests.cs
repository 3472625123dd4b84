using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Delegation;

namespace InfraFabric.Governor.Tests.Delegation;

/// <summary>A part of a budget that is handed on can only become less, and anybody can check that.</summary>
public sealed class BudgetDelegationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AgentName Operator = AgentName.Parse("if://agent/operator/0");
    private static readonly BudgetId Lead = BudgetId.Parse("swarm/lead");

    private readonly SigningKey _issuer = SigningKey.FromSeed([.. Enumerable.Repeat((byte)1, 32)]);
    private readonly SigningKey _first = SigningKey.FromSeed([.. Enumerable.Repeat((byte)2, 32)]);
    private readonly SigningKey _second = SigningKey.FromSeed([.. Enumerable.Repeat((byte)3, 32)]);

    public void Dispose()
    {
        _issuer.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void Parse_WhatWasIssued_HasItsTerms()
    {
        var terms = Terms(_first, 5) with { Kinds = ["research", "review"] };

        var read = BudgetDelegation.Parse(Issue(terms).Text);

        read.Budget.ShouldBe(Lead);
        read.Issuer.ShouldBe(_issuer.VerifyKey);
        read.Terms.Holder.ShouldBe(_first.VerifyKey);
        read.Terms.Limit.ShouldBe(Money.Parse("5"));
        read.Terms.ExpiresAt.ShouldBe(Now.AddHours(1));
        read.Terms.Kinds.ShouldBe(["research", "review"]);
    }

    [Fact]
    public void Narrow_ByItsHolder_GoesThroughTheBudgetsOfAllSteps()
    {
        var issued = Issue(Terms(_first, 5));

        var narrowed = BudgetDelegation.Parse(issued.Narrow(Terms(_second, 2), _first, Now).Text);

        narrowed.Terms.Limit.ShouldBe(Money.Parse("2"));
        narrowed.Budgets.Count.ShouldBe(2);
        narrowed.Budgets[0].ShouldBe(issued.Budgets[0]);
        narrowed.Budgets.ShouldBeUnique();
    }

    [Fact]
    public void Issue_OfTheSameTermsTwice_IsTwoParts() =>
        Issue(Terms(_first, 5)).Budgets[0].ShouldNotBe(Issue(Terms(_first, 5)).Budgets[0]);

    [Fact]
    public void Narrow_ToMoreMoney_IsRefused() => Refusal(Issue(Terms(_first, 5)), Terms(_second, 6), _first);

    [Fact]
    public void Narrow_ForLonger_IsRefused() => Refusal(
        Issue(Terms(_first, 5)), Terms(_second, 1) with { ExpiresAt = Now.AddHours(2) }, _first);

    [Fact]
    public void Narrow_ToOtherKinds_IsRefused() => Refusal(
        Issue(Terms(_first, 5) with { Kinds = ["research"] }), Terms(_second, 1) with { Kinds = ["review"] }, _first);

    [Fact]
    public void Narrow_ToAnyKind_IsRefused() => Refusal(
        Issue(Terms(_first, 5) with { Kinds = ["research"] }), Terms(_second, 1), _first);

    [Fact]
    public void Narrow_ByAnother_IsRefused() => Refusal(Issue(Terms(_first, 5)), Terms(_second, 1), _second);

    [Fact]
    public void Narrow_TooOften_IsRefused()
    {
        var delegation = Issue(Terms(_first, 5));
        for (var i = 1; i < DelegationLimits.MaxSteps; i++)
            delegation = delegation.Narrow(Terms(_first, 5), _first, Now);

        Refusal(delegation, Terms(_first, 5), _first);
    }

    [Fact]
    public void Parse_AWiderStepThatWasSignedAllTheSame_IsRefused()
    {
        var issued = Issue(Terms(_first, 5));
        var wide = Issue(Terms(_first, 9)).Narrow(Terms(_second, 9), _first, Now);
        var step = wide.Text.Split('.')[3];
        var body = $"{issued.Text}.{step}";
        var signature = System.Buffers.Text.Base64Url.EncodeToString(
            _first.Sign(System.Text.Encoding.ASCII.GetBytes(body)));

        Should.Throw<FabricException>(() => BudgetDelegation.Parse($"{body}.{signature}"))
            .Why.ShouldContain("says more");
    }

    [Fact]
    public void Parse_AStepOfAnotherDelegation_IsRefused()
    {
        var one = Issue(Terms(_first, 5)).Narrow(Terms(_second, 2), _first, Now).Text.Split('.');
        var other = Issue(Terms(_first, 5)).Text;

        Invalid($"{other}.{one[3]}.{one[4]}");
    }

    [Fact]
    public void Parse_WithAnyCharacterChanged_IsRefused()
    {
        var text = Issue(Terms(_first, 5)).Narrow(Terms(_second, 2), _first, Now).Text;
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Invalid(new string(changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ifd1")]
    [InlineData("ifd1.")]
    [InlineData("ifd1.e30.AA")]
    [InlineData("ifd2.e30.AA")]
    [InlineData("ifd1.AA.AA.AA")]
    public void Parse_WhatIsNoDelegation_IsRefused(string text) => Invalid(text);

    [Fact]
    public void Parse_TooLong_IsRefused() => Invalid("ifd1." + new string('A', DelegationLimits.MaxLength));

    [Fact]
    public void Obstacle_NamesWhatIsInTheWay()
    {
        var delegation = Issue(Terms(_first, 5) with { Kinds = ["research"] });

        delegation.Obstacle(_first.VerifyKey, "research", Now).ShouldBeNull();
        delegation.Obstacle(_second.VerifyKey, "research", Now)!.ShouldContain("another key");
        delegation.Obstacle(null, "research", Now)!.ShouldContain("another key");
        delegation.Obstacle(_first.VerifyKey, "review", Now)!.ShouldContain("research only");
        delegation.Obstacle(_first.VerifyKey, null, Now)!.ShouldContain("research only");
        delegation.Obstacle(_first.VerifyKey, "research", Now.AddHours(1))!.ShouldContain("expired");
    }

    [Fact]
    public void Issue_OfNothing_IsRefused() => Should.Throw<FabricException>(() => Issue(Terms(_first, 0)));

    private static DelegationTerms Terms(SigningKey holder, int dollars) =>
        new(holder.VerifyKey, Money.FromMicroUsd(dollars * 1_000_000L), Now.AddHours(1));

    private BudgetDelegation Issue(DelegationTerms terms) =>
        BudgetDelegation.Issue(Lead, terms, Operator, _issuer, new IdSource(TimeProvider.System, Random.Shared), Now);

    private static void Refusal(BudgetDelegation delegation, DelegationTerms terms, SigningKey key) =>
        Should.Throw<FabricException>(() => delegation.Narrow(terms, key, Now)).Error.ShouldBe(ErrorTable.Usage);

    private static void Invalid(string text) =>
        Should.Throw<FabricException>(() => BudgetDelegation.Parse(text)).Error.HttpStatus.ShouldBeInRange(400, 403);
}
