namespace InfraFabric.Wasm.Wasi.Descriptors;

/// <summary>What a descriptor may be used for, in the bits of preview 1.</summary>
[Flags]
internal enum Rights : ulong
{
    None = 0,
    FdDatasync = 1 << 0,
    FdRead = 1 << 1,
    FdSeek = 1 << 2,
    FdSetFlags = 1 << 3,
    FdSync = 1 << 4,
    FdTell = 1 << 5,
    FdWrite = 1 << 6,
    FdAdvise = 1 << 7,
    FdAllocate = 1 << 8,
    PathCreateDirectory = 1 << 9,
    PathCreateFile = 1 << 10,
    PathLinkSource = 1 << 11,
    PathLinkTarget = 1 << 12,
    PathOpen = 1 << 13,
    FdReadDirectory = 1 << 14,
    PathReadLink = 1 << 15,
    PathRenameSource = 1 << 16,
    PathRenameTarget = 1 << 17,
    PathGetStatus = 1 << 18,
    PathSetSize = 1 << 19,
    PathSetTimes = 1 << 20,
    FdGetStatus = 1 << 21,
    FdSetSize = 1 << 22,
    FdSetTimes = 1 << 23,
    PathSymbolicLink = 1 << 24,
    PathRemoveDirectory = 1 << 25,
    PathUnlink = 1 << 26,
    Poll = 1 << 27,

    ReadFile = FdRead | FdSeek | FdSetFlags | FdSync | FdDatasync | FdTell | FdAdvise | FdGetStatus | Poll,
    WriteFile = FdWrite | FdAllocate | FdSetSize | FdSetTimes,
    ReadDirectory = PathOpen | FdReadDirectory | PathReadLink | PathGetStatus | FdGetStatus | FdSetFlags | FdSync,
    WriteDirectory = PathCreateDirectory | PathCreateFile | PathLinkSource | PathLinkTarget | PathRenameSource
        | PathRenameTarget | PathSetSize | PathSetTimes | FdSetTimes
        | PathSymbolicLink | PathRemoveDirectory | PathUnlink,
    Input = FdRead | FdSetFlags | FdGetStatus | Poll,
    Output = FdWrite | FdSetFlags | FdGetStatus | FdSync | FdDatasync | Poll,
}
