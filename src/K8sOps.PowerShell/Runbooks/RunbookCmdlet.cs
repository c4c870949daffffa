using K8sOps.Engine;

namespace K8sOps.Runbooks;

/// <summary>A command that works with runbooks: those of <c>-Path</c>, of the profile and of the module.</summary>
public abstract class RunbookCmdlet : K8sCmdlet
{
    private IReadOnlyList<string> _folders = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _folders = RunbookPlaces.OfProfile(out var missing);
            foreach (var folder in missing) WriteWarning($"The profile names the folder {folder} for runbooks, and it is not there.");
        }
        catch (OperationException e)
        {
            // With a profile that cannot be read the module's own runbooks are still there, at three in the morning too.
            WriteError(ErrorRecords.From(e));
        }
    }

    /// <summary>
    /// All runbooks; those of some paths hide those of the profile, and those the module's, where they have the same name. A relative path
    /// is one from the session's location, which the process does not know. To be called on the pipeline thread.
    /// </summary>
    private protected RunbookLibrary Library(string[]? paths) => new([.. Resolved(paths), .. _folders, ModuleFiles.Runbooks]);

    /// <summary>Only those of some paths; all where none are given.</summary>
    private protected RunbookLibrary Only(string[]? paths) => paths is null ? Library(null) : new([.. Resolved(paths)]);

    private IEnumerable<string> Resolved(string[]? paths) => (paths ?? []).Select(GetUnresolvedProviderPathFromPSPath);
}
