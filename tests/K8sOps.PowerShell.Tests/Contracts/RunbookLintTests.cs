using System.Diagnostics;
using K8sOps.Runbooks;
using K8sOps.Runbooks.Lint;

namespace K8sOps.Tests.Contracts;

/// <summary>The runbooks of this module keep to their format, with this module's commands, checks and alerts.</summary>
public class RunbookLintTests
{
    public static TheoryData<string> Runbooks { get; } = [.. Directory.EnumerateFiles(Repository.In("runbooks"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_runbook_passes_the_lint(string runbook)
    {
        var found = ModuleFacts.Problems(new RunbookLibrary([Repository.In("runbooks")]).Get(runbook));
        Assert.True(found.Count == 0, $"{runbook} has {found.Count} findings:\n" + string.Join('\n', found.Select(f => $"{f.Line}:{f.Column} {f.Rule} {f.Message}")));
    }

    [Fact]
    public void The_lint_knows_this_modules_commands_checks_and_alerts()
    {
        var facts = ModuleFacts.Lint;
        Assert.Contains(facts.Commands!, c => c.Name == "Get-Runbook");
        Assert.Contains(facts.Checks!, c => c.Id == "FLUX.SUSPENDED");
        Assert.Contains("KubePodCrashLooping", facts.Alerts!);
        Assert.Contains("FluxSuspendedResource", facts.Alerts!);
    }

    [Fact]
    public void A_parameter_that_a_command_does_not_have_is_found_in_a_real_runbook()
    {
        var text = File.ReadAllText(Repository.In("runbooks", "flux.md")).Replace("-WithSource", "-WithSuorce", StringComparison.Ordinal);
        var found = RunbookLint.Check(RunbookReader.Read("flux", Repository.In("runbooks", "flux.md"), text), ModuleFacts.Lint);
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Equal("Sync-FluxApp has no parameter -WithSuorce. Is it -WithSource?", f.Message));
    }

    [Fact]
    public void All_runbooks_are_read_and_linted_in_well_under_a_second()
    {
        var files = Directory.EnumerateFiles(Repository.In("runbooks"), "*.md").Select(f => (Name: Path.GetFileNameWithoutExtension(f), Path: f, Text: File.ReadAllText(f))).ToList();
        void All() => files.ForEach(f => RunbookLint.Check(RunbookReader.Read(f.Name, f.Path, f.Text), ModuleFacts.Lint));
        All();

        // Time on the processor, since others may be at work on the machine.
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        All();
        Assert.InRange(Process.GetCurrentProcess().TotalProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
