using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Tests.Binary;

/// <summary>Integers, names and parts of a module's bytes.</summary>
public sealed class ByteReaderTests
{
    private delegate T Reading<out T>(ref ByteReader reader);

    [Theory]
    [InlineData(new byte[] { 0x00 }, 0u)]
    [InlineData(new byte[] { 0x7F }, 127u)]
    [InlineData(new byte[] { 0x80, 0x01 }, 128u)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x00 }, 0u)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, uint.MaxValue)]
    public void ReadU32_WithinItsWidth_GivesTheNumber(byte[] bytes, uint value) =>
        Read(bytes, (ref reader) => reader.ReadU32()).ShouldBe(value);

    [Theory]
    [InlineData(new byte[] { 0x3F }, 63)]
    [InlineData(new byte[] { 0x40 }, -64)]
    [InlineData(new byte[] { 0x7F }, -1)]
    [InlineData(new byte[] { 0xFF, 0x7F }, -1)]
    [InlineData(new byte[] { 0xC0, 0x00 }, 64)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x78 }, int.MinValue)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, int.MaxValue)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, -1)]
    public void ReadS32_WithinItsWidth_GivesTheNumber(byte[] bytes, int value) =>
        Read(bytes, (ref reader) => reader.ReadS32()).ShouldBe(value);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, 4_294_967_295)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x70 }, -4_294_967_296)]
    public void ReadS33_WithinItsWidth_GivesTheNumber(byte[] bytes, long value) =>
        Read(bytes, (ref reader) => reader.ReadS33()).ShouldBe(value);

    [Theory]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7F }, long.MinValue)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00 }, long.MaxValue)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x10 }, 4_294_967_296)]
    public void ReadS64_WithinItsWidth_GivesTheNumber(byte[] bytes, long value) =>
        Read(bytes, (ref reader) => reader.ReadS64()).ShouldBe(value);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x1F }, "integer too large")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }, "integer representation too long")]
    [InlineData(new byte[] { 0x80, 0x80 }, "unexpected end of section or function")]
    [InlineData(new byte[0], "unexpected end of section or function")]
    public void ReadU32_BeyondItsWidth_IsMalformed(byte[] bytes, string reason) =>
        ShouldBeMalformed(bytes, (ref reader) => reader.ReadU32(), reason);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, "integer too large")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x70 }, "integer too large")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }, "integer representation too long")]
    [InlineData(new byte[] { 0xFF }, "unexpected end of section or function")]
    public void ReadS32_BeyondItsWidth_IsMalformed(byte[] bytes, string reason) =>
        ShouldBeMalformed(bytes, (ref reader) => reader.ReadS32(), reason);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x1F }, "integer too large")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }, "integer representation too long")]
    public void ReadS33_BeyondItsWidth_IsMalformed(byte[] bytes, string reason) =>
        ShouldBeMalformed(bytes, (ref reader) => reader.ReadS33(), reason);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "integer too large")]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7E }, "integer too large")]
    [InlineData(
        new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 },
        "integer representation too long")]
    public void ReadS64_BeyondItsWidth_IsMalformed(byte[] bytes, string reason) =>
        ShouldBeMalformed(bytes, (ref reader) => reader.ReadS64(), reason);

    [Fact]
    public void ReadIntegers_AnyNumberAnyLength_GiveItBack()
    {
        var random = new Random(1);

        for (var i = 0; i < 10_000; i++)
        {
            var number = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            var padding = random.Next(4);
            Read(Leb(number, 10, padding), (ref reader) => reader.ReadS64()).ShouldBe(number);
            Read(Leb((int)number, 5, padding), (ref reader) => reader.ReadS32()).ShouldBe((int)number);
            Read(Leb((uint)number, 5, padding), (ref reader) => reader.ReadU32()).ShouldBe((uint)number);
        }
    }

    [Theory]
    [InlineData(new byte[] { 3, 0xE2, 0x82, 0xAC }, "€")]
    [InlineData(new byte[] { 0 }, "")]
    [InlineData(new byte[] { 1, 0 }, "\0")]
    public void ReadName_Utf8_GivesTheText(byte[] bytes, string name) =>
        Read(bytes, (ref reader) => reader.ReadName(3)).ShouldBe(name);

    [Theory]
    [InlineData(new byte[] { 1, 0x80 }, "malformed UTF-8 encoding")]
    [InlineData(new byte[] { 2, 0xC0, 0x80 }, "malformed UTF-8 encoding")]
    [InlineData(new byte[] { 3, 0xED, 0xA0, 0x80 }, "malformed UTF-8 encoding")]
    [InlineData(new byte[] { 2, 0xE2, 0x82 }, "malformed UTF-8 encoding")]
    [InlineData(new byte[] { 2, 0x41 }, "length out of bounds")]
    public void ReadName_NotUtf8_IsMalformed(byte[] bytes, string reason) =>
        ShouldBeMalformed(bytes, (ref reader) => reader.ReadName(100), reason);

    [Fact]
    public void ReadPart_OfAModule_ReadsNothingBehindItAndKeepsPositions()
    {
        var reader = new ByteReader([9, 9, 2, 5, 6, 7], 2, 4);

        var part = reader.ReadPart();

        part.ReadByte().ShouldBe((byte)5);
        part.Position.ShouldBe(4);
        part.Remaining.ShouldBe(1);
        part.ReadByte().ShouldBe((byte)6);
        part.AtEnd.ShouldBeTrue();
        reader.ReadByte().ShouldBe((byte)7);
    }

    [Fact]
    public void Malformed_AnyFault_SaysWhereItStands()
    {
        var fault = ShouldBeMalformed([0x01, 0x80], Second, "unexpected end of section or function");

        fault.Offset.ShouldBe(2);

        static uint Second(ref ByteReader reader)
        {
            reader.ReadByte();
            return reader.ReadU32();
        }
    }

    private static T Read<T>(byte[] bytes, Reading<T> reading)
    {
        var reader = new ByteReader(bytes, 0, bytes.Length);
        var value = reading(ref reader);
        reader.AtEnd.ShouldBeTrue();
        return value;
    }

    private static InvalidModuleException ShouldBeMalformed<T>(byte[] bytes, Reading<T> reading, string reason)
    {
        var fault = Should.Throw<InvalidModuleException>(() => Read(bytes, reading));
        fault.Fault.ShouldBe(ModuleFault.Malformed);
        fault.Reason.ShouldBe(reason);
        return fault;
    }

    /// <summary>A number in LEB128, some bytes longer than it needs if there is room.</summary>
    private static byte[] Leb(long number, int maxBytes, int padding)
    {
        var bytes = new List<byte>();
        var rest = number;
        do
        {
            bytes.Add((byte)(rest & 0x7F));
            rest >>= 7;
        }
        while (rest is not (0 or -1) || (rest == 0) == ((bytes[^1] & 0x40) != 0));
        while (padding-- > 0 && bytes.Count < maxBytes)
            bytes.Add((byte)(rest & 0x7F));
        return [.. bytes.Select((part, i) => (byte)(i < bytes.Count - 1 ? part | 0x80 : part))];
    }
}
