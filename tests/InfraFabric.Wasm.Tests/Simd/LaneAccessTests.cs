using System.Runtime.Intrinsics;
using InfraFabric.Wasm.Simd;

namespace InfraFabric.Wasm.Tests.Simd;

/// <summary>Splats, and lanes that are taken out and put in.</summary>
public sealed class LaneAccessTests
{
    [Fact]
    public void ExtractLane_EveryLane_GivesItExtended()
    {
        foreach (var a in VectorSamples.All)
        {
            for (var lane = 0; lane < 16; lane++)
            {
                ((Int128)Int8Lanes.I8x16ExtractLaneS(a, lane)).ShouldBe(LaneReader.Signed(a, 8)[lane]);
                ((Int128)Int8Lanes.I8x16ExtractLaneU(a, lane)).ShouldBe(LaneReader.Unsigned(a, 8)[lane]);
                ((Int128)Int16Lanes.I16x8ExtractLaneS(a, lane / 2)).ShouldBe(LaneReader.Signed(a, 16)[lane / 2]);
                ((Int128)Int16Lanes.I16x8ExtractLaneU(a, lane / 2)).ShouldBe(LaneReader.Unsigned(a, 16)[lane / 2]);
                ((Int128)Int32Lanes.I32x4ExtractLane(a, lane / 4)).ShouldBe(LaneReader.Signed(a, 32)[lane / 4]);
                ((Int128)Int64Lanes.I64x2ExtractLane(a, lane / 8)).ShouldBe(LaneReader.Signed(a, 64)[lane / 8]);
                Bits(FloatLanes<float>.ExtractLane(a, lane / 4)).ShouldBe(LaneReader.Signed(a, 32)[lane / 4]);
                Bits(FloatLanes<double>.ExtractLane(a, lane / 8)).ShouldBe(LaneReader.Signed(a, 64)[lane / 8]);
            }
        }
    }

    [Fact]
    public void ReplaceLane_EveryLane_ChangesOnlyThatOne()
    {
        foreach (var (a, b, _) in VectorSamples.Triples())
        {
            var (narrow, wide) = (b.AsInt32()[0], b.AsInt64()[0]);
            for (var lane = 0; lane < 16; lane++)
            {
                Int8Lanes.I8x16ReplaceLane(a, narrow, lane).ShouldBe(Replaced(a, 8, lane, narrow));
                Int16Lanes.I16x8ReplaceLane(a, narrow, lane / 2).ShouldBe(Replaced(a, 16, lane / 2, narrow));
                Int32Lanes.I32x4ReplaceLane(a, narrow, lane / 4).ShouldBe(Replaced(a, 32, lane / 4, narrow));
                Int64Lanes.I64x2ReplaceLane(a, wide, lane / 8).ShouldBe(Replaced(a, 64, lane / 8, wide));
                FloatLanes<float>.ReplaceLane(a, b.AsSingle()[0], lane / 4).ShouldBe(Replaced(a, 32, lane / 4, narrow));
                FloatLanes<double>.ReplaceLane(a, b.AsDouble()[0], lane / 8).ShouldBe(Replaced(a, 64, lane / 8, wide));
            }
        }
    }

    [Fact]
    public void Splat_AnyValue_IsInEveryLane()
    {
        foreach (var a in VectorSamples.All)
        {
            var (narrow, wide) = (a.AsInt32()[0], a.AsInt64()[0]);
            Int8Lanes.I8x16Splat(narrow).ShouldBe(LaneReader.ToVector(Enumerable.Repeat((Int128)narrow, 16), 8));
            Int16Lanes.I16x8Splat(narrow).ShouldBe(LaneReader.ToVector(Enumerable.Repeat((Int128)narrow, 8), 16));
            Int32Lanes.I32x4Splat(narrow).ShouldBe(LaneReader.ToVector(Enumerable.Repeat((Int128)narrow, 4), 32));
            Int64Lanes.I64x2Splat(wide).ShouldBe(LaneReader.ToVector(Enumerable.Repeat((Int128)wide, 2), 64));
            FloatLanes<float>.Splat(a.AsSingle()[0])
                .ShouldBe(LaneReader.ToVector(Enumerable.Repeat((Int128)narrow, 4), 32));
            FloatLanes<double>.Splat(a.AsDouble()[0])
                .ShouldBe(LaneReader.ToVector(Enumerable.Repeat((Int128)wide, 2), 64));
        }
    }

    private static Vector128<byte> Replaced(Vector128<byte> vector, int bits, int lane, Int128 value)
    {
        var lanes = LaneReader.Signed(vector, bits);
        lanes[lane] = value;
        return LaneReader.ToVector(lanes, bits);
    }

    private static Int128 Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static Int128 Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
