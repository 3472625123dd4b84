namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>What is open, by number. The lowest free number is the next, so that runs are alike.</summary>
internal sealed class DescriptorTable(int maxOpen)
{
    private readonly List<Descriptor?> _items = [];

    public bool IsFull => _items.Count >= maxOpen && !_items.Contains(null);

    public Descriptor? Find(int number) => (uint)number < (uint)_items.Count ? _items[number] : null;

    public Errno Open(Descriptor descriptor, out int number)
    {
        number = _items.IndexOf(null);
        if (number < 0 && _items.Count >= maxOpen)
            return Errno.TooManyOpenFiles;
        if (number < 0)
        {
            number = _items.Count;
            _items.Add(null);
        }

        _items[number] = descriptor;
        descriptor.Open();
        return Errno.Success;
    }

    public Errno Close(int number)
    {
        if (Find(number) is not { } descriptor)
            return Errno.BadDescriptor;
        _items[number] = null;
        descriptor.Close();
        return Errno.Success;
    }

    /// <summary>Has another number, which is open, stand for what this one stood for.</summary>
    public Errno Renumber(int from, int to)
    {
        if (Find(from) is not { } descriptor || Find(to) is not { } replaced)
            return Errno.BadDescriptor;
        if (from == to)
            return Errno.Success;
        (_items[from], _items[to]) = (null, descriptor);
        replaced.Close();
        return Errno.Success;
    }
}
