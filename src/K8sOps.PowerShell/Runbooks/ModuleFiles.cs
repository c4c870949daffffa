namespace K8sOps.Runbooks;

/// <summary>Where the module's files are: beside its manifest, two folders above the assembly.</summary>
internal static class ModuleFiles
{
    /// <summary>The folder of the manifest.</summary>
    public static string Folder { get; } = Find(Path.GetDirectoryName(typeof(ModuleFiles).Assembly.Location)!);

    /// <summary>The manifest.</summary>
    public static string Manifest => Path.Combine(Folder, "K8sOps.psd1");

    /// <summary>The module's own runbooks.</summary>
    public static string Runbooks => Path.Combine(Folder, "runbooks");

    // In a clone the console and the tests run from their own output folders, below the manifest too.
    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "K8sOps.psd1"))) return folder.FullName;
        }

        return start;
    }
}
