namespace InfraFabric.Wasm.Wasi;

/// <summary>How a function of WASI went, in the numbers of preview 1: those that are given here.</summary>
internal enum Errno
{
    Success = 0,
    BadDescriptor = 8,
    Exists = 20,
    Fault = 21,
    FileTooLarge = 22,
    IllegalBytes = 25,
    Interrupted = 27,
    Invalid = 28,
    InputOutput = 29,
    IsDirectory = 31,
    Loop = 32,
    TooManyOpenFiles = 33,
    NameTooLong = 37,
    NoEntry = 44,
    NoSpace = 51,
    NotDirectory = 54,
    NotEmpty = 55,
    NotSocket = 57,
    NotSupported = 58,
    NotPermitted = 63,
    NotSeekable = 70,
    OtherDevice = 75,
    NotCapable = 76,
}
