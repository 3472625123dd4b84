using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Json;

namespace InfraFabric.Benchmarks;

/// <summary>The canonical form of a message of about 500 bytes, beside parsing it alone, and its hash.</summary>
[MemoryDiagnoser]
public class CanonicalJsonBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    private readonly byte[] _message = """
        {
          "id": "msg-0198c5a2-1f00-7abc-8def-0123456789ab",
          "performative": "inform",
          "conversation_id": "conv-0198c5a2-1f00-7abc-8def-0123456789ac",
          "sender": "if://agent/Finance.Agent/42",
          "issued_at": "2025-11-12T10:21:00Z", "ttl_s": 900, "seq": 142,
          "content": {
            "scope": { "year": 2024, "includes": ["mobile", "web"] },
            "confidence": { "raw": 0.75, "normalized": 0.72, "basis": ["sample:large"] },
            "note": "line one\nline \u20ac two",
            "hazards": ["conflict>20%"]
          }
        }
        """u8.ToArray();

    [Benchmark(Baseline = true)]
    public int Parse()
    {
        var reader = new Utf8JsonReader(_message);
        var tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }

    [Benchmark]
    public int Canonical()
    {
        _output.ResetWrittenCount();
        CanonicalJson.FromUtf8(_message, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public Sha256Hash Hash() => Sha256Hash.Of(_message);
}
