using InfraFabric.Wasm.Tests.Binary;

namespace InfraFabric.Wasm.Tests.Exceptions;

/// <summary>A module whose <c>f</c> takes a number and gives one, and what it must give.</summary>
internal sealed record CatchCase(ModuleBytes Module, params (int Input, int Output)[] Expected);
