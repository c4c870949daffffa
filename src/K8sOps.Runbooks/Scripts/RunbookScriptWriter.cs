using System.Globalization;
using System.Text;

namespace K8sOps.Runbooks;

/// <summary>
/// Writes a runbook as a script: its help, its parameters, and its steps as literal blocks that can be read, copied and composed.
/// The script hands the steps to <c>Invoke-RunbookStep</c>, so it runs as <c>Invoke-Runbook</c> does.
/// </summary>
public static class RunbookScriptWriter
{
    /// <summary>The value of <c>-Procedure</c> that stands for the steps of the diagnosis.</summary>
    public const string Diagnosis = "Diagnosis";

    /// <summary>Where a script in <c>module/scripts</c> finds the manifest of its module.</summary>
    public const string BuiltManifest = "(Join-Path -Path $PSScriptRoot -ChildPath '../../K8sOps.psd1')";

    private const string Indent = "        ";

    /// <summary>Parameters of the script itself; a runbook's parameter of such a name would be declared twice.</summary>
    private static readonly HashSet<string> s_own = new(["Procedure", "Step", "Cluster", "Unattended", "OnFailure"], StringComparer.OrdinalIgnoreCase);

    /// <summary>A manifest by its path, as a PowerShell expression.</summary>
    public static string ManifestAt(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return PowerShellText.Quote(path);
    }

    /// <summary>The script, with LF.</summary>
    /// <param name="runbook">A runbook that keeps to the format.</param>
    /// <param name="manifest">The module's manifest as a PowerShell expression, such as <c>(Join-Path $PSScriptRoot '..' 'K8sOps.psd1')</c>.</param>
    public static string Write(Runbook runbook, string manifest)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(manifest);
        var script = new StringBuilder();
        script.Append(ScriptHelpWriter.Write(runbook));
        // A line comment that follows at once would be read as part of the help.
        script.Append("\n#requires -Version 7.6\n\n");
        WriteParameters(script, runbook);
        script.Append("\nSet-StrictMode -Version Latest\n$ErrorActionPreference = 'Stop'\n\n");
        script.Append(CultureInfo.InvariantCulture, $"if (-not (Get-Module -Name K8sOps)) {{\n    Import-Module -Name {manifest}\n}}\n\n");
        WriteDefaults(script, runbook);
        script.Append("$steps = switch ($Procedure) {\n");
        var isFirst = true;
        if (runbook.Diagnosis.Count > 0)
        {
            WriteCase(script, Diagnosis, $"$about = @{{ Runbook = {PowerShellText.Quote(runbook.Name)} }}", runbook.Diagnosis);
            isFirst = false;
        }

        foreach (var procedure in runbook.Procedures)
        {
            if (!isFirst) script.Append('\n');
            isFirst = false;
            WriteCase(script, procedure.Name, About(runbook, procedure), procedure.Steps);
        }

        script.Append("}\n\n$steps | Invoke-RunbookStep -Parameter $PSBoundParameters\n");
        return script.ToString();
    }

    /// <summary>The parameters that the script declares for the runbook's: all but those of its own.</summary>
    internal static IEnumerable<RunbookParameter> ParametersOf(Runbook runbook) => runbook.Parameters.Where(p => !s_own.Contains(p.Name));

    private static void WriteParameters(StringBuilder script, Runbook runbook)
    {
        var blocks = new List<string>();
        var names = (runbook.Diagnosis.Count > 0 ? new[] { Diagnosis } : []).Concat(runbook.Procedures.Select(p => p.Name)).ToList();
        var set = string.Join(",\n", names.Select(n => "        " + PowerShellText.Quote(n)));
        blocks.Add($"    [Parameter(Position = 0)]\n    [ValidateSet(\n{set}\n    )]\n    [string] $Procedure = {PowerShellText.Quote(names.FirstOrDefault() ?? Diagnosis)}");
        blocks.Add(StepParameter(runbook));
        blocks.Add("    [ValidateNotNullOrEmpty()]\n    [string] $Cluster");
        blocks.AddRange(ParametersOf(runbook).Select(Declare));
        blocks.Add("    [switch] $Unattended");
        blocks.Add("    [ValidateSet('Stop', 'Rollback')]\n    [string] $OnFailure = 'Stop'");
        script.Append("[CmdletBinding(SupportsShouldProcess)]\nparam(\n").Append(string.Join(",\n\n", blocks)).Append("\n)\n");
    }

    /// <summary>The numbers of the chosen procedure's steps, with their titles as what Tab says of them.</summary>
    private static string StepParameter(Runbook runbook)
    {
        var text = new StringBuilder();
        text.Append("    [ArgumentCompleter({\n        param($command, $parameter, $word, $ast, $given)\n        $number = 0\n        $titles = switch ($given['Procedure'] ?? 'Diagnosis') {\n");
        var cases = (runbook.Diagnosis.Count > 0 ? new[] { (Name: Diagnosis, Steps: runbook.Diagnosis) } : []).Concat(runbook.Procedures.Select(p => (p.Name, p.Steps)));
        foreach (var (name, steps) in cases)
        {
            text.Append(CultureInfo.InvariantCulture, $"            {PowerShellText.Quote(name)} {{\n");
            foreach (var step in steps) text.Append(CultureInfo.InvariantCulture, $"                {PowerShellText.Quote(step.Title)}\n");
            text.Append("            }\n");
        }

        text.Append("        }\n        foreach ($title in $titles) {\n            $number++\n            if (\"$number\" -like \"$word*\") {\n");
        text.Append("                [System.Management.Automation.CompletionResult]::new($number, \"$number. $title\", 'ParameterValue', $title)\n            }\n        }\n    })]\n");
        text.Append("    [ValidateRange('Positive')]\n    [int[]] $Step");
        return text.ToString();
    }

    private static string Declare(RunbookParameter parameter)
    {
        // PowerShell gives a number that was left out the value 0, and the help would call that its default.
        var attribute = TypeName(parameter) == "string"
            ? parameter.Type == "string" ? "" : "    [ValidateNotNullOrEmpty()]\n"
            : parameter.IsMandatory ? "    [PSDefaultValue(Help = 'none')]\n" : "";
        return $"{attribute}    [{TypeName(parameter)}] ${parameter.Name}" + (Default(parameter) is { } value ? " = " + value : "");
    }

    /// <summary>Durations and sizes are texts as people write them, <c>10m</c> and <c>20Gi</c>, which the commands understand.</summary>
    internal static string TypeName(RunbookParameter parameter) => parameter.Type switch
    {
        "int" or "long" or "double" or "bool" => parameter.Type,
        "datetime" => "datetimeoffset",
        _ => "string",
    };

    /// <summary>The default as PowerShell source, or null.</summary>
    internal static string? Default(RunbookParameter parameter) => parameter.Default switch
    {
        null => null,
        bool value => value ? "$true" : "$false",
        TimeSpan value => PowerShellText.Quote(RunbookDurations.Format(value)),
        DateTimeOffset value => PowerShellText.Quote(value.ToString("o", CultureInfo.InvariantCulture)),
        long value when parameter.Type == "size" => PowerShellText.Quote(value.ToString(CultureInfo.InvariantCulture)),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => PowerShellText.Quote(value.ToString() ?? ""),
    };

    private static void WriteDefaults(StringBuilder script, Runbook runbook)
    {
        var names = ParametersOf(runbook).Where(p => !p.IsMandatory).Select(p => p.Name).ToList();
        if (names.Count == 0) return;
        script.Append("# What was not given has its default.\n");
        foreach (var name in names) script.Append(CultureInfo.InvariantCulture, $"$PSBoundParameters['{name}'] = ${name}\n");
        script.Append('\n');
    }

    private static string About(Runbook runbook, RunbookProcedure procedure)
    {
        var text = new StringBuilder("$about = @{\n");
        text.Append(CultureInfo.InvariantCulture, $"{Indent}    Runbook = {PowerShellText.Quote(runbook.Name)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{Indent}    Procedure = {PowerShellText.Quote(procedure.Name)}\n");
        if (procedure.Warning is { } warning) text.Append(CultureInfo.InvariantCulture, $"{Indent}    Destructive = $true\n{Indent}    Danger = {PowerShellText.Prose(warning, Indent + "    ")}\n");
        return text.Append(Indent).Append('}').ToString();
    }

    private static void WriteCase(StringBuilder script, string name, string about, IReadOnlyList<RunbookStep> steps)
    {
        script.Append(CultureInfo.InvariantCulture, $"    {PowerShellText.Quote(name)} {{\n{Indent}{about}\n");
        foreach (var step in steps)
        {
            script.Append('\n');
            WriteStep(script, step);
        }

        script.Append("    }\n");
    }

    private static void WriteStep(StringBuilder script, RunbookStep step)
    {
        script.Append(CultureInfo.InvariantCulture, $"{Indent}New-RunbookStep @about -Name {PowerShellText.Quote(string.Create(CultureInfo.InvariantCulture, $"{step.Number}. {step.Title}"))}");
        void Argument(string name, string value) => script.Append(CultureInfo.InvariantCulture, $" -{name} {value}");
        if (step.Action is { } action) Argument("Action", PowerShellText.Block(action, Indent));
        if (step.Manual is { } manual) Argument("Manual", PowerShellText.Verbatim(manual, Indent));
        if (step.Target is { } target) Argument("Target", PowerShellText.Quote(RunbookDurations.Format(target)));
        if (step.Expected.Length > 0) Argument("Expected", PowerShellText.Prose(step.Expected, Indent));
        if (step.IfAbnormal.Length > 0) Argument("IfAbnormal", PowerShellText.Prose(step.IfAbnormal, Indent));
        if (step.VerifyText.Length > 0) Argument("VerifyText", PowerShellText.Prose(step.VerifyText, Indent));
        if (step.Verify is { } verify) Argument("Verify", PowerShellText.Block(verify, Indent));
        if (step.VerifyTimeout > TimeSpan.Zero) Argument("VerifyTimeout", PowerShellText.Quote(RunbookDurations.Format(step.VerifyTimeout)));
        if (step.VerifyTimeout > TimeSpan.Zero && step.VerifyEvery > TimeSpan.Zero) Argument("VerifyEvery", PowerShellText.Quote(RunbookDurations.Format(step.VerifyEvery)));
        if (step.Rollback is { } rollback) Argument("Rollback", PowerShellText.Block(rollback, Indent));
        if (step.Text.Length > 0) Argument("Text", PowerShellText.Prose(step.Text, Indent));
        if (step.ProcedureRollback is { } whole) Argument("ProcedureRollback", PowerShellText.Block(whole, Indent));
        script.Append('\n');
    }
}
