using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Emission;

/// <summary>
/// Writes the code of one method. Calls and fields are written with numbers known already; then the depth of the
/// evaluation stack is counted too high behind calls, which does no harm.
/// </summary>
internal sealed class CodeWriter(ILGenerator il, CodeTokens tokens)
{
    public LocalBuilder DeclareLocal(Type type) => il.DeclareLocal(type);

    public Label DefineLabel() => il.DefineLabel();

    public void MarkLabel(Label label) => il.MarkLabel(label);

    public void Emit(OpCode code) => il.Emit(code);

    public void Emit(OpCode code, byte value) => il.Emit(code, value);

    public void Emit(OpCode code, short value) => il.Emit(code, value);

    public void Emit(OpCode code, int value) => il.Emit(code, value);

    public void Emit(OpCode code, long value) => il.Emit(code, value);

    public void Emit(OpCode code, float value) => il.Emit(code, value);

    public void Emit(OpCode code, double value) => il.Emit(code, value);

    public void Emit(OpCode code, Label label) => il.Emit(code, label);

    public void Emit(OpCode code, Label[] labels) => il.Emit(code, labels);

    public void Emit(OpCode code, LocalBuilder local) => il.Emit(code, local);

    public void Emit(OpCode code, Type type) => il.Emit(code, type);

    public void Emit(OpCode code, FieldInfo field) => il.Emit(code, tokens.Of(field));

    public void Emit(OpCode code, MethodInfo method)
    {
        if (method.IsGenericMethod)
            il.Emit(code, method);
        else
            il.Emit(code, tokens.Of(method));
    }

    /// <summary>Begins code whose exceptions are looked at; the evaluation stack is empty.</summary>
    public void BeginTry() => il.BeginExceptionBlock();

    /// <summary>The exception is on the evaluation stack; 1 there at the end says that it is caught.</summary>
    public void BeginFilter() => il.BeginExceptFilterBlock();

    /// <summary>What was thrown since is unwound, and the exception on the evaluation stack.</summary>
    public void BeginHandler() => il.BeginCatchBlock(null);

    /// <summary>What follows is reached from the end of the handler.</summary>
    public void EndTry() => il.EndExceptionBlock();

    /// <summary>Calls the code whose address stands above its arguments.</summary>
    public void EmitCall(FunctionType type) => il.Emit(OpCodes.Calli, tokens.OfCall(type));
}
