using System.Collections.Concurrent;
using InfraFabric.State.Sqlite;

namespace InfraFabric.Witness.Sqlite;

/// <summary>A few connections for reading a file while another one writes it.</summary>
internal sealed class ReaderPool(string path) : IAsyncDisposable
{
    private const int MaxReaders = 4;

    private readonly SemaphoreSlim _places = new(MaxReaders, MaxReaders);
    private readonly ConcurrentBag<SqliteFile> _idle = [];

    /// <summary>Reads with a connection of its own, in one consistent view.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteFile, T> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        SqliteFile? file = null;
        try
        {
            file = _idle.TryTake(out var idle) ? idle : new SqliteFile(path, reason => LedgerErrors.Damaged(reason));
            return read(file);
        }
        finally
        {
            if (file is not null)
                _idle.Add(file);
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < MaxReaders; i++)
            await _places.WaitAsync();
        foreach (var file in _idle)
            file.Dispose();
        _places.Dispose();
    }
}
