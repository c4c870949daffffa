using K8sOps.Engine;

namespace K8sOps.Runbooks;

/// <summary>Where runbooks are looked for.</summary>
internal static class RunbookPlaces
{
    /// <summary>The folders of the profile that are there, and those that are not.</summary>
    /// <exception cref="OperationException"><c>ProfileInvalid</c>, <c>FileNotFound</c>.</exception>
    public static IReadOnlyList<string> OfProfile(out IReadOnlyList<string> missing)
    {
        var folders = Profile.Current().Runbooks;
        missing = [.. folders.Where(f => !Directory.Exists(f) && !File.Exists(f))];
        return [.. folders.Except(missing)];
    }

    /// <summary>A library for completion, which is silent: what cannot be read is left out.</summary>
    public static RunbookLibrary Silent(IReadOnlyList<string>? paths)
    {
        IReadOnlyList<string> folders = [];
        try
        {
            folders = OfProfile(out _);
        }
        catch (OperationException)
        {
            // The command itself will tell it; completion only offers less.
        }

        return new RunbookLibrary([.. (paths ?? []).Where(p => Directory.Exists(p) || File.Exists(p)), .. folders, ModuleFiles.Runbooks]);
    }
}
