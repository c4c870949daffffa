using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace K8sOps.Tests.Contracts;

public partial class ArchitectureTests
{
    /// <summary>What each project may use directly: only lower floors, and of those only what it is for.</summary>
    private static readonly Dictionary<string, string[]> s_projects = new(StringComparer.Ordinal)
    {
        ["K8sOps.Text"] = [],
        ["K8sOps.Kubernetes"] = ["K8sOps.Text"],
        ["K8sOps.Model"] = ["K8sOps.Kubernetes"],
        ["K8sOps.Sandbox"] = ["K8sOps.Kubernetes", "K8sOps.Text"],
        ["K8sOps.Operations"] = ["K8sOps.Model", "K8sOps.Kubernetes", "K8sOps.Text"],
        ["K8sOps.Runbooks"] = ["K8sOps.Model", "K8sOps.Kubernetes", "K8sOps.Text"],
        ["K8sOps.Engine"] = ["K8sOps.Runbooks", "K8sOps.Model"],
        ["K8sOps.Host"] = [],
        ["K8sOps.PowerShell"] = ["K8sOps.Operations", "K8sOps.Runbooks", "K8sOps.Sandbox", "K8sOps.Model", "K8sOps.Kubernetes", "K8sOps.Text"],
        ["K8sOps.Console"] = ["K8sOps.PowerShell", "K8sOps.Engine", "K8sOps.Host", "K8sOps.Operations", "K8sOps.Runbooks", "K8sOps.Sandbox", "K8sOps.Model", "K8sOps.Kubernetes", "K8sOps.Text"],
    };

    /// <summary>Who may see a package.</summary>
    private static readonly Dictionary<string, string[]> s_packages = new(StringComparer.Ordinal)
    {
        ["YamlDotNet"] = ["K8sOps.Text"],
        ["Markdig"] = ["K8sOps.Text"],
        ["PowerShellStandard.Library"] = ["K8sOps.PowerShell", "K8sOps.Engine"],
        ["Spectre.Console"] = ["K8sOps.Console"],
    };

    [Fact]
    public void Every_project_of_the_product_has_its_floor() =>
        Assert.Equal(s_projects.Keys.Order(StringComparer.Ordinal), Directory.EnumerateDirectories(Repository.In("src")).Select(d => Path.GetFileName(d)!).Where(d => Directory.EnumerateFiles(Repository.In("src", d), "*.csproj").Any()).Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_use_only_lower_floors_and_the_packages_that_are_theirs()
    {
        foreach (var (project, allowed) in s_projects)
        {
            var file = XDocument.Load(Repository.In("src", project, project + ".csproj")).Root!;
            foreach (var reference in file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(((string?)r.Attribute("Include") ?? "").Replace('\\', '/'))))
            {
                Assert.True(allowed.Contains(reference), $"{project} must not use {reference}.");
            }

            foreach (var package in file.Descendants("PackageReference").Select(r => (string?)r.Attribute("Include") ?? ""))
            {
                Assert.True(s_packages.TryGetValue(package, out var users) && users.Contains(project), $"{project} must not use the package {package}.");
            }
        }
    }

    [Theory]
    [InlineData("K8sOps.Text")]
    [InlineData("K8sOps.Kubernetes")]
    [InlineData("K8sOps.Model")]
    [InlineData("K8sOps.Sandbox")]
    [InlineData("K8sOps.Operations")]
    [InlineData("K8sOps.Runbooks")]
    [InlineData("K8sOps")]
    public void Compiled_references_keep_to_the_floors_too(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var reader = file.GetMetadataReader();
        var references = reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name)).ToList();
        var allowed = s_projects[assembly == "K8sOps" ? "K8sOps.PowerShell" : assembly];
        Assert.All(references.Where(r => r.StartsWith("K8sOps", StringComparison.Ordinal)), r => Assert.Contains(r, allowed));
        Assert.Equal(assembly == "K8sOps.Text", references.Exists(r => r is "YamlDotNet" or "Markdig"));
        Assert.Equal(assembly == "K8sOps", references.Contains("System.Management.Automation"));
    }

    [Fact]
    public void Only_the_worlds_of_the_cluster_resolver_know_the_sandbox_in_the_module()
    {
        var users = Repository.Sources("src/K8sOps.PowerShell").Where(f => UsesSandbox().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)!);
        Assert.Subset(new HashSet<string>(StringComparer.Ordinal) { "ClusterResolver.cs", "SandboxWorlds.cs" }, users.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public void Libraries_take_the_time_from_a_TimeProvider_and_leave_the_console_alone()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Sources("src").Where(f => !f.Contains("K8sOps.Console", StringComparison.Ordinal)))
        {
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++)
            {
                var code = Comment().Replace(lines[i], "");
                if (Clock().IsMatch(code)) wrong.Add($"{Path.GetRelativePath(Repository.Root, file)}({i + 1}): takes the time from the machine");
                if (ConsoleUse().IsMatch(code)) wrong.Add($"{Path.GetRelativePath(Repository.Root, file)}({i + 1}): uses the console");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"(?<![\w.])(System\.)?Console\.(Write|Out|Error|Read|In)\w*\b")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bSandboxWorld\b|\bSandboxOptions\b|using K8sOps\.Sandbox;")]
    private static partial Regex UsesSandbox();
}
