namespace K8sOps.Console.Running;

/// <summary>Where the hand-written files of the module are.</summary>
public static class ModuleFiles
{
    /// <summary>The folder <c>module</c> beside this program, else that of the repository it was built in; null when there is neither.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var module = Path.Combine(folder.FullName, "module");
            if (File.Exists(Path.Combine(module, "K8sOps.Format.ps1xml"))) return module;
        }

        return null;
    }
}
