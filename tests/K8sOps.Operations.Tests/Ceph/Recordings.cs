namespace K8sOps.Operations.Tests.Ceph;

/// <summary>Recordings of real clusters: those that stand beside the tests, and all of them where the shared folder is.</summary>
internal static class Recordings
{
    /// <summary>The shared folder; null where it is missing.</summary>
    public static string? Shared { get; } = Checkout.Shared("fixtures", "ceph");

    public static string Own { get; } = Checkout.In("tests/K8sOps.Operations.Tests/Ceph/Recordings");

    /// <summary>A recorded answer, such as <c>18.2.7/host-down/osd-tree</c>.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Own, name + ".json"));

    /// <summary>Every state under a root, as <c>18.2.7/host-down</c>.</summary>
    public static IEnumerable<string> States(string root)
        => Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).SelectMany(v => Directory.EnumerateDirectories(v).Order(StringComparer.Ordinal)).Select(s => Path.GetRelativePath(root, s));
}
