using System.Text;

namespace InfraFabric.Server.Tests.Mcp;

/// <summary>Standard output whose first write takes until it is released.</summary>
internal sealed class HeldOutput : MemoryStream
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public string Text => Encoding.UTF8.GetString(ToArray());

    public void Release() => _released.TrySetResult();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await base.WriteAsync(buffer, CancellationToken.None);
        _begun.TrySetResult();
        await _released.Task;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
