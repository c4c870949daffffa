namespace K8sOps.Runbooks.Tests.Reading;

/// <summary>The runbooks of this repository.</summary>
internal static class Files
{
    public static IReadOnlyList<string> Runbooks { get; } = [.. Directory.EnumerateFiles(Checkout.In("runbooks"), "*.md").Order(StringComparer.Ordinal)];

    public static RunbookReading Read(string name)
    {
        var path = Checkout.In("runbooks", name + ".md");
        return RunbookReader.Read(name, path, File.ReadAllText(path));
    }
}
