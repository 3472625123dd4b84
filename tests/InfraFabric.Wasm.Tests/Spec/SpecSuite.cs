using System.Collections.Concurrent;

namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>The unpacked suite, and what came of each script, which runs once however often it is asked for.</summary>
public sealed class SpecSuite : IDisposable
{
    private readonly Lazy<SpecArchive> _archive = new(() => new SpecArchive());
    private readonly ConcurrentDictionary<(string Script, ModuleOptions Options), ScriptOutcome> _outcomes = [];

    internal ScriptOutcome OutcomeOf(string script, ModuleOptions? options = null)
    {
        options ??= ModuleOptions.Default;
        return _outcomes.GetOrAdd((script, options), _ => ScriptRunner.Run(_archive.Value, script, options));
    }

    public void Dispose()
    {
        if (_archive.IsValueCreated)
            _archive.Value.Dispose();
    }
}
