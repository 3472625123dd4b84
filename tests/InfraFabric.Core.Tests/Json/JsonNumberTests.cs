using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using InfraFabric.Core.Json;

namespace InfraFabric.Core.Tests.Json;

public sealed class JsonNumberTests
{
    private const int ComparedWithNode = 100_000;

    // RFC 8785, appendix B: the bits of a double and its text.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Write_NumberOfTheRfc_GivesItsText(ulong bits, string text) =>
        Text(BitConverter.UInt64BitsToDouble(bits)).ShouldBe(text);

    [Fact]
    public void Write_AnyDouble_ReadsBackAsTheSame() =>
        Prop.ForAll<ulong>(bits =>
        {
            var number = BitConverter.UInt64BitsToDouble(bits);
            return !double.IsFinite(number) || double.Parse(Text(number), CultureInfo.InvariantCulture) == number;
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public async Task Write_RandomDoubles_IsWhatNodeWrites()
    {
        Assert.SkipUnless(NodeIsHere(), "node is not installed, so there is nothing to compare with");
        var random = new Random(8785);
        var numbers = Enumerable.Range(0, ComparedWithNode)
            .Select(i => Sample(random, i)).Where(double.IsFinite).ToList();

        var written = await WrittenByNodeAsync(numbers, TestContext.Current.CancellationToken);

        written.Length.ShouldBe(numbers.Count);
        numbers.Select(Text).ShouldBe(written);
    }

    // A third are any bits, a third decimal fractions as people write them, a third near the borders of the notations.
    private static double Sample(Random random, int i) => (i % 3) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        1 => random.Next() / Math.Pow(10, random.Next(0, 16)),
        _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 24)),
    };

    private static string Text(double number)
    {
        var output = new byte[JsonNumber.MaxLength];
        return Encoding.ASCII.GetString(output, 0, JsonNumber.Write(number, output));
    }

    private static bool NodeIsHere() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "node")));

    private static async Task<string[]> WrittenByNodeAsync(List<double> numbers, CancellationToken cancellationToken)
    {
        const string Script = """
            const bits = require('fs').readFileSync(0), numbers = [];
            for (let i = 0; i < bits.length; i += 8) numbers.push(JSON.stringify(bits.readDoubleLE(i)));
            process.stdout.write(numbers.join('\n'));
            """;
        using var node = Process.Start(new ProcessStartInfo("node", ["-e", Script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var reading = node.StandardOutput.ReadToEndAsync(cancellationToken);
        foreach (var number in numbers)
            await node.StandardInput.BaseStream.WriteAsync(BitConverter.GetBytes(number), cancellationToken);
        node.StandardInput.Close();
        var written = await reading;
        await node.WaitForExitAsync(cancellationToken);
        return written.Split('\n');
    }
}
