using K8sOps.Console.Help;

namespace K8sOps.Console.Tests.Help;

/// <summary>What the build leaves beside the manifest. These tests depend on the Console, which lays the module out when it is built.</summary>
public class ModuleLayoutTests
{
    private static IEnumerable<string?> Files(params string[] folder) => Directory.EnumerateFiles(Checkout.In(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    [Fact]
    public void The_module_has_our_assemblies_with_their_symbols_and_nothing_else()
    {
        string[] names = ["K8sOps", "K8sOps.Engine", "K8sOps.Kubernetes", "K8sOps.Model", "K8sOps.Operations", "K8sOps.Runbooks", "K8sOps.Sandbox"];
        Assert.Equal(names.SelectMany(n => new[] { n + ".dll", n + ".pdb" }).Order(StringComparer.Ordinal), Files("module", "bin"));
    }

    [Fact]
    public void The_program_is_called_as_people_type_it()
    {
        var program = Checkout.In("artifacts", "bin", "K8sOps.Console", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), OperatingSystem.IsWindows() ? "k8sops.exe" : "k8sops");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.StartsWith("k8sops ", process.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void What_is_loaded_apart_stands_apart() => Assert.Equal(["K8sOps.Text.dll", "K8sOps.Text.pdb", "Markdig.dll", "YamlDotNet.dll"], Files("module", "lib"));

    [Fact]
    public void The_stand_in_engine_is_nowhere_in_the_module() =>
        Assert.DoesNotContain(Directory.EnumerateFiles(Checkout.In("module"), "*", SearchOption.AllDirectories), f => Path.GetFileName(f).StartsWith("System.Management.Automation", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string?> Runbooks => Files("runbooks").Select(Path.GetFileNameWithoutExtension);

    [Fact]
    public void Every_runbook_has_its_script_and_nothing_else_is_among_them()
        => Assert.Equal(Runbooks.Select(r => r + ".ps1"), Files("module", "scripts"));

    [Fact]
    public void Every_runbook_answers_to_its_name_in_the_help()
        => Assert.All(Runbooks, r => Assert.StartsWith($"TOPIC\n    about_Runbook_{r}\n", new HelpTopics(Checkout.In("en-US")).Find(r!), StringComparison.Ordinal));

    [Fact]
    public void Help_stands_beside_the_manifest_where_alone_Get_Help_looks()
    {
        var runbooks = Runbooks.Select(r => $"about_Runbook_{r}.help.txt");
        Assert.Equal(runbooks.Concat(["K8sOps.dll-Help.xml", "about_K8sOps.help.txt", "about_K8sOps_Sandbox.help.txt"]).Order(StringComparer.Ordinal), Files("en-US"));
        var topics = new HelpTopics(Checkout.In("en-US"));
        Assert.Equal(Directory.EnumerateFiles(Checkout.In("docs", "cmdlets"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), topics.Commands.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(topics.Commands, c => Assert.NotEqual("", c.Synopsis));
    }
}
