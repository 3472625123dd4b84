using InfraFabric.Core.Errors;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Invoices;
using InfraFabric.Optimise.Spends;
using InfraFabric.Optimise.Tests.Prices;

namespace InfraFabric.Optimise.Tests.Invoices;

public sealed class ReconcilerTests
{
    [Theory]
    [InlineData("", 1, "There are no lines")]
    [InlineData("item,amount", 1, "There are no lines")]
    [InlineData("item,amount,colour\ntax,1,red", 1, "There is no column 'colour'")]
    [InlineData("item,item,amount\ntax,tax,1", 1, "there twice")]
    [InlineData("item\ntax", 1, "The column 'amount' is missing")]
    [InlineData("item,amount\ntax,1\ntax", 3, "1 cells under 2 headings")]
    [InlineData("item,amount\ngift,1", 2, "'gift' is no item")]
    [InlineData("item,amount\ntax,$1", 2, "'$1' is no amount")]
    [InlineData("item,amount\ntax,\"1,000\"", 2, "'1,000' is no amount")]
    [InlineData("item,amount\ntax,", 2, "It has no amount")]
    [InlineData("item,amount\ninput,1", 2, "has no model")]
    [InlineData("item,model,amount\ninput,large,1", 2, "has no quantity")]
    [InlineData("item,model,quantity,amount\ninput,large,-1,1", 2, "'-1' is no quantity")]
    [InlineData("item,amount,currency\ntax,1,usd", 2, "'usd' is no currency")]
    [InlineData("item,amount\ntax,12345678901234", 2, "is no amount")]
    public void Read_InvoiceWithAMistake_SaysTheLine(string csv, int line, string said)
    {
        var refused = Should.Throw<FabricException>(() => New(csv));

        refused.Error.ShouldBe(ErrorTable.Usage);
        refused.Why.ShouldContain(line == 1 ? said : $"line {line}: ");
        refused.Why.ShouldContain(said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("acme:large")]
    [InlineData("a b")]
    public void Read_ForNoProvider_IsRefused(string provider) => Should.Throw<FabricException>(
        () => new Reconciler("item,amount\ntax,1", provider, Book.Full, Book.Now)).Error.ShouldBe(ErrorTable.Usage);

    [Fact]
    public void Read_LinesBeyondTheLimit_AreRefused()
    {
        var lines = string.Concat(Enumerable.Repeat("tax,1\n", OptimiseLimits.MaxInvoiceLines));

        New("item,amount\n" + lines);
        Should.Throw<FabricException>(() => New("item,amount\n" + lines + "tax,1\n")).Why.ShouldContain("the most is");
        Should.Throw<FabricException>(() => New(new string('a', OptimiseLimits.MaxInvoiceLength + 1)))
            .Error.ShouldBe(ErrorTable.LimitExceeded);
    }

    [Fact]
    public void Read_AnyText_IsReadOrRefused()
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var chance = new Random(seed);
            var text = new string(chance.GetItems("item,amount\n\"tax1.-\r".AsSpan(), chance.Next(60)));
            var error = Record.Exception(() => New("item,amount\n" + text));

            ((error as FabricException)?.Error).ShouldBe(error is null ? null : ErrorTable.Usage, $"seed {seed}");
        }
    }

    [Fact]
    public void Finish_QuotedCellsAndOtherNames_AreUnderstood()
    {
        var reconciler = New("\uFEFFItem,Model,Quantity,Amount\r\n\"input\",\"large\",100,\"0.0002\"\r\n");
        reconciler.Add(SpendOf(200, input: 100));

        var found = reconciler.Finish();

        found.Causes.ShouldBeEmpty();
        (found.Matched.MicroUsd, found.Drift).ShouldBe((200, 0m));
    }

    [Fact]
    public void Finish_OtherProviders_AreLeftOut()
    {
        var reconciler = New("item,amount\ntax,0");
        reconciler.Add(SpendOf(200, input: 100) with { Model = "other:large" });
        reconciler.Add(SpendOf(200, input: 100) with { Model = null });

        reconciler.Finish().Ledger.ShouldBe(Money.Zero);
    }

    [Fact]
    public void Finish_SettledByAnotherPrice_SaysSo()
    {
        var reconciler = New("item,model,quantity,amount\ninput,large,100,0.0002");
        reconciler.Add(SpendOf(150, input: 100) with { PriceBook = "sha256:old" });

        var found = reconciler.Finish();

        found.Causes.ShouldBe(new Dictionary<RemainderCause, Money>
        {
            [RemainderCause.Price] = Money.FromMicroUsd(50),
        });
        found.Drift.ShouldBe(0.25m);
    }

    [Fact]
    public void Finish_TooMuchOnOneLineAndTooLittleOnAnother_IsDriftTwice()
    {
        var reconciler = New("item,model,quantity,amount\ninput,large,150,0.0003\noutput,large,10,0.00008");
        reconciler.Add(SpendOf(280, input: 100, output: 10));
        reconciler.Add(SpendOf(80, output: 10));

        var found = reconciler.Finish();

        found.Causes[RemainderCause.MissingHere].MicroUsd.ShouldBe(100);
        found.Causes[RemainderCause.MissingThere].MicroUsd.ShouldBe(-80);
        found.Drift.ShouldBe(180m / 380m, 0.000001m);
    }

    private static Reconciler New(string csv) => new(csv, "acme", Book.Full, Book.Now);

    private static Spend SpendOf(long cost, long input = 0, long output = 0) => new()
    {
        Place = 0,
        Time = Book.Now,
        Cost = Money.FromMicroUsd(cost),
        Trace = default,
        Model = "acme:large",
        PriceBook = Book.Full.Find("acme:large", null, Book.Now)!.Hash.ToString(),
        Quantities = [input * 1_000_000, output * 1_000_000, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    };
}
