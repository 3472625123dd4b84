using System.Reflection;
using System.Reflection.Emit;
using InfraFabric.Wasm.Compilation;
using InfraFabric.Wasm.Types;

namespace InfraFabric.Wasm.Emission;

/// <summary>
/// The numbers by which emitted code names fields, methods and the types of functions, each made once for a module:
/// making them takes longer than all else of an instruction.
/// </summary>
internal sealed class CodeTokens(ModuleBuilder builder)
{
    private readonly Dictionary<MemberInfo, int> _members = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FunctionType, int> _calls = [];

    public int Of(FieldInfo field) => _members.TryGetValue(field, out var token)
        ? token
        : _members[field] = builder.GetFieldMetadataToken(field);

    public int Of(MethodInfo method) => _members.TryGetValue(method, out var token)
        ? token
        : _members[method] = builder.GetMethodMetadataToken(method);

    public int OfCall(FunctionType type)
    {
        if (_calls.TryGetValue(type, out var token))
            return token;
        var result = Members.ResultOf(type);
        var signature = SignatureHelper.GetMethodSigHelper(builder, CallingConventions.Standard, result);
        signature.AddArguments(Members.ParametersOf(type), null, null);
        return _calls[type] = builder.GetSignatureMetadataToken(signature);
    }
}
