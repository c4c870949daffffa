using K8sOps.Runbooks.Help;
using K8sOps.Runbooks.Lint;

namespace K8sOps.Runbooks;

/// <summary>What the lint asks of this module: its commands, read from the compiled assembly, its checks, and its table of alerts.</summary>
internal static class ModuleFacts
{
    private static readonly Lazy<LintFacts> s_facts = new(Read);

    public static LintFacts Lint => s_facts.Value;

    /// <summary>Everything that is wrong with a runbook.</summary>
    public static IReadOnlyList<RunbookProblem> Problems(RunbookReading reading) => RunbookLint.Check(reading, Lint);

    private static LintFacts Read()
    {
        var checks = Path.Combine(ModuleFiles.Folder, "docs", "checks.md");
        return new LintFacts
        {
            Commands = CommandMetadataReader.Read(typeof(ModuleFacts).Assembly.Location),
            Checks = [.. Systems.All.SelectMany(s => s.Checks)],
            Alerts = File.Exists(checks) ? LintFacts.AlertsOf(File.ReadAllText(checks)) : null,
            ModuleRunbooks = ModuleFiles.Runbooks,
        };
    }
}
