using System.Globalization;
using InfraFabric.Core.Errors;

namespace InfraFabric.Cli.Commands.State;

/// <summary>
/// The folder that a restored state takes. It is made whole beside its place and then moved there, so that a restore
/// that
/// ends half way leaves the old state where it was.
/// </summary>
internal sealed class RestorePlace(string folder, TimeProvider time)
{
    private readonly string _folder = folder.TrimEnd('/');

    /// <summary>Where the restored state is made.</summary>
    public string Fresh => _folder + ".restored";

    private bool IsTaken => Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any();

    public void Require(bool replace)
    {
        if (IsTaken && !replace)
        {
            throw new FabricException(ErrorTable.Usage, $"There is a state in {_folder} already.",
                "A restore does not replace it by accident.",
                    "Add --replace: the old state is set aside, not deleted.");
        }

        // What a restore left that was killed between making and moving.
        if (Directory.Exists(Fresh))
            Directory.Delete(Fresh, recursive: true);
    }

    /// <summary>Moves the restored state into its place; returns where the old one is kept, if there was one.</summary>
    public string? Swap()
    {
        string? aside = null;
        if (IsTaken)
        {
            var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            aside = $"{_folder}.before-{now}";
            Directory.Move(_folder, aside);
        }
        else if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder);
        }

        try
        {
            Directory.Move(Fresh, _folder);
            KeepOthers(aside);
            return aside;
        }
        catch (IOException) when (aside is not null)
        {
            Directory.Move(aside, _folder);
            throw;
        }
    }

    /// <summary>
    /// Takes back what stands in folders of its own: the ledger, which goes on with the restored state, and the blobs,
    /// which its records name.
    /// </summary>
    private void KeepOthers(string? aside)
    {
        if (aside is null)
            return;
        foreach (var other in Directory.EnumerateDirectories(aside))
            Directory.Move(other, Path.Combine(_folder, Path.GetFileName(other)));
    }
}
