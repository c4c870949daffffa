using System.Reflection;

namespace K8sOps.Tests.Contracts;

public class ManifestTests
{
    private static readonly IReadOnlyDictionary<string, object> s_manifest = DataFile.Read(Repository.In("K8sOps.psd1"));

    private static List<string> List(string key) => [.. ((List<object>)s_manifest[key]).Cast<string>()];

    [Fact]
    public void The_manifest_exports_exactly_the_commands_that_were_compiled() =>
        Assert.Equal(Repository.Commands.Select(c => c.Name).Order(StringComparer.Ordinal), List("CmdletsToExport"));

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("AliasesToExport")]
    [InlineData("VariablesToExport")]
    public void Nothing_else_is_exported_and_that_is_said(string key) => Assert.Empty(List(key));

    [Fact]
    public void The_version_is_that_of_the_assembly()
    {
        var assembly = Assembly.Load("K8sOps").GetName().Version!;
        Assert.Equal(assembly.ToString(3), s_manifest["ModuleVersion"]);
    }

    [Fact]
    public void Every_file_that_it_names_is_part_of_the_module()
    {
        Assert.Equal("module/bin/K8sOps.dll", s_manifest["RootModule"]);
        Assert.All(List("FormatsToProcess").Concat(List("TypesToProcess")), f => Assert.True(File.Exists(Repository.In(f)), f));
        Assert.All(Directory.EnumerateFiles(Repository.In("module"), "*.ps1xml").Select(Path.GetFileName), f => Assert.Contains("module/" + f, List("FormatsToProcess").Concat(List("TypesToProcess"))));
    }

    [Fact]
    public void What_belongs_to_other_engines_or_would_ask_the_network_is_not_in_it()
    {
        Assert.Equal(["Core"], List("CompatiblePSEditions"));
        Assert.Equal("7.6", s_manifest["PowerShellVersion"]);
        Assert.All(new[] { "DotNetFrameworkVersion", "ClrVersion", "HelpInfoUri", "ScriptsToProcess" }, k => Assert.False(s_manifest.ContainsKey(k), k));
        Assert.True(Guid.TryParse((string)s_manifest["GUID"], out _));
        Assert.All(new[] { "Author", "Description", "Copyright" }, k => Assert.NotEqual("", s_manifest[k]));
    }
}
