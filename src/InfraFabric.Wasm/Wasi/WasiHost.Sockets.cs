namespace InfraFabric.Wasm.Wasi;

public sealed partial class WasiHost
{
    private void DefineSockets(Linker linker)
    {
        Define(linker, "sock_accept", (int fd, int flags, int result) => (int)NoSocket(fd));
        Define(linker, "sock_recv", (int fd, int buffers, int count, int flags, int result, int resultFlags) =>
            (int)NoSocket(fd));
        Define(linker, "sock_send", (int fd, int buffers, int count, int flags, int result) => (int)NoSocket(fd));
        Define(linker, "sock_shutdown", (int fd, int how) => (int)NoSocket(fd));
    }

    // No program is given a socket.
    private Errno NoSocket(int fd) => _descriptors.Find(fd) is null ? Errno.BadDescriptor : Errno.NotSocket;
}
