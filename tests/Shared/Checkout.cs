namespace K8sOps;

/// <summary>
/// The checkout that the tests run in, found from where they were built: the compiler's own paths (<c>[CallerFilePath]</c>) are mapped away
/// in a build with CI=true.
/// </summary>
internal static class Checkout
{
    public static string Root { get; } = Above(folder => File.Exists(Path.Combine(folder, "K8sOps.sln"))) ?? throw new DirectoryNotFoundException("The tests do not run within a checkout of the repository.");

    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(In(parts));

    /// <summary>The C# files under a folder, without what the build makes.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(In(folder), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>A file or folder of the material that may lie beside a checkout (<c>shared/</c>); null where it is not on this machine.</summary>
    public static string? Shared(params string[] parts)
    {
        var path = Path.Combine(["shared", .. parts]);
        return Above(folder => Path.Exists(Path.Combine(folder, path))) is { } above ? Path.Combine(above, path) : null;
    }

    private static string? Above(Func<string, bool> isIt)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (isIt(folder.FullName)) return folder.FullName;
        }

        return null;
    }
}
