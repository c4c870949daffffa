using System.Reflection;
using K8sOps.Runbooks.Help;

namespace K8sOps.Tests.Contracts;

/// <summary>The working copy that the tests run in, and the module as it was compiled.</summary>
internal static class Repository
{
    public static string Root => Checkout.Root;

    /// <summary>The compiled cmdlets, beside the tests.</summary>
    public static string Module { get; } = Path.Combine(AppContext.BaseDirectory, "K8sOps.dll");

    private static readonly Lazy<IReadOnlyList<CommandMetadata>> s_commands = new(() => CommandMetadataReader.Read(Module));
    private static readonly Lazy<HelpBuild> s_help = new(() => HelpBuild.Make(Module, In("docs")));

    public static IReadOnlyList<CommandMetadata> Commands => s_commands.Value;

    public static HelpBuild Help => s_help.Value;

    public static string In(params string[] parts) => Checkout.In(parts);

    public static IEnumerable<string> Sources(string folder) => Checkout.Sources(folder);

    /// <summary>A type of ours by its full name, from whichever assembly has it.</summary>
    public static Type? TypeNamed(string name) =>
        new[] { "K8sOps", "K8sOps.Operations", "K8sOps.Model", "K8sOps.Runbooks", "K8sOps.Kubernetes" }.Select(a => Assembly.Load(a).GetType(name)).FirstOrDefault(t => t is not null) ?? Type.GetType(name);
}
