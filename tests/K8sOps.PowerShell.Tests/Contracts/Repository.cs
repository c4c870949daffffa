using System.Reflection;
using K8sOps.Runbooks.Help;

namespace K8sOps.Tests.Contracts;

/// <summary>The working copy that the tests run in, and the module as it was compiled.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The compiled cmdlets, beside the tests.</summary>
    public static string Module { get; } = Path.Combine(AppContext.BaseDirectory, "K8sOps.dll");

    private static readonly Lazy<IReadOnlyList<CommandMetadata>> s_commands = new(() => CommandMetadataReader.Read(Module));
    private static readonly Lazy<HelpBuild> s_help = new(() => HelpBuild.Make(Module, In("docs")));

    public static IReadOnlyList<CommandMetadata> Commands => s_commands.Value;

    public static HelpBuild Help => s_help.Value;

    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);

    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(In(folder), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>A type of ours by its full name, from whichever assembly has it.</summary>
    public static Type? TypeNamed(string name) =>
        new[] { "K8sOps", "K8sOps.Operations", "K8sOps.Model", "K8sOps.Runbooks", "K8sOps.Kubernetes" }.Select(a => Assembly.Load(a).GetType(name)).FirstOrDefault(t => t is not null) ?? Type.GetType(name);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "K8sOps.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests do not run within a clone of the repository.");
    }
}
