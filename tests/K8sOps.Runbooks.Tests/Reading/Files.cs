namespace K8sOps.Runbooks.Tests.Reading;

/// <summary>The runbooks of this repository.</summary>
internal static class Files
{
    public static string Root { get; } = Find();

    public static IReadOnlyList<string> Runbooks { get; } = [.. Directory.EnumerateFiles(Path.Combine(Root, "runbooks"), "*.md").Order(StringComparer.Ordinal)];

    public static RunbookReading Read(string name)
    {
        var path = Path.Combine(Root, "runbooks", name + ".md");
        return RunbookReader.Read(name, path, File.ReadAllText(path));
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "K8sOps.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("There is no K8sOps.sln above the tests.");
        return folder;
    }
}
