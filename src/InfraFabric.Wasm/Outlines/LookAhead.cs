using InfraFabric.Wasm.Binary;

namespace InfraFabric.Wasm.Outlines;

/// <summary>
/// Looks at the instructions behind an access. As long as they change nothing that anybody sees, loads that begin with
/// the same local can be checked together with it: the trap is the same one, and nothing tells that it came earlier.
/// </summary>
internal static class LookAhead
{
    private const int MaxInstructions = 48;

    /// <summary>How far from the local's value the access and the loads behind it reach.</summary>
    public static long Reach(CodeReader reader, int local, long reach)
    {
        var isLocal = false;
        for (var i = 0; i < MaxInstructions; i++)
        {
            var opcode = reader.Opcode();
            if (opcode is Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee)
            {
                isLocal = reader.Index() == local;
                if (isLocal && opcode != Opcode.LocalGet)
                    return reach;
                isLocal &= opcode == Opcode.LocalGet;
                continue;
            }

            if (opcode is >= Opcode.I32Load and <= Opcode.I64Load32U)
            {
                reader.U32();
                var end = (long)reader.U32() + Instructions.Of(opcode).AccessBytes;
                if (isLocal && end > reach)
                    reach = end;
            }
            else if (IsQuiet(opcode))
            {
                reader.SkipImmediates(opcode);
            }
            else
            {
                return reach;
            }

            isLocal = false;
        }

        return reach;
    }

    // It computes: it neither traps, nor writes, nor goes elsewhere.
    private static bool IsQuiet(Opcode opcode) => opcode switch
    {
        >= Opcode.I32DivS and <= Opcode.I32RemU or >= Opcode.I64DivS and <= Opcode.I64RemU => false,
        >= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U or >= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U => false,
        Opcode.Drop or Opcode.Select or Opcode.GlobalGet => true,
        >= Opcode.I32Const and <= Opcode.I64Extend32S => true,
        >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U => true,
        _ => false,
    };
}
