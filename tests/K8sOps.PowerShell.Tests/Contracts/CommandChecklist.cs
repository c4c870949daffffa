using System.Reflection;
using System.Text.RegularExpressions;
using K8sOps.Runbooks.Help;

namespace K8sOps.Tests.Contracts;

/// <summary>What every command of the module has. Each line that comes out is one thing to do, in words that say where.</summary>
internal static partial class CommandChecklist
{
    private const string ByEngine = "System.Management.Automation.";

    private static readonly HashSet<string> s_changing =
    [
        "Set", "Remove", "New", "Suspend", "Resume", "Sync", "Restart", "Start", "Stop", "Enable", "Disable", "Clear", "Repair", "Resize", "Undo", "Update", "Reset",
        "Restore", "Backup", "Save", "Switch", "Protect", "Unprotect", "Lock", "Unlock", "Install", "Block", "Unblock", "Step",
    ];

    private static readonly HashSet<string> s_reading = ["Get", "Find", "Test", "Measure", "Show", "Wait", "Compare", "Trace"];

    /// <summary>Commands whose verb changes something elsewhere, and which make an object in memory; they also work in a rehearsal.</summary>
    private static readonly HashSet<string> s_inMemory = ["New-RunbookStep"];

    private static readonly HashSet<string> s_destroying = ["Remove"];

    /// <summary>Parameters of these names stand for things that exist in a cluster or in the module, so Tab knows them.</summary>
    private static readonly HashSet<string> s_live = ["Name", "Namespace", "Cluster", "Node", "Check", "System", "Runbook", "Step", "Scenario", "Procedure"];

    /// <summary>Words that end with s and are one thing.</summary>
    private static readonly Regex s_singular = Singular();

    /// <summary>PowerShell's own parameters and aliases (about_CommonParameters, 7.6).</summary>
    private static readonly string[] s_common =
    [
        "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable", "WarningVariable", "InformationVariable",
        "OutVariable", "OutBuffer", "PipelineVariable",
    ];

    private static readonly string[] s_commonAliases = ["vb", "db", "ea", "wa", "infa", "proga", "ev", "wv", "iv", "ov", "ob", "pv", "wi", "cf"];

    /// <summary>Parameters that are called as Ceph calls what they do, and abbreviate a common parameter: a whole name goes before an abbreviation.</summary>
    private static readonly HashSet<string> s_meant = ["Set-CephOsd -In", "Set-CephOsd -Out"];

    /// <summary>All that a command still lacks.</summary>
    public static IEnumerable<string> Lacks(CommandMetadata command) =>
        Naming(command).Concat(Changing(command)).Concat(Outputs(command)).Concat(Sets(command)).Concat(Parameters(command)).Concat(Places(command));

    private static IEnumerable<string> Naming(CommandMetadata command)
    {
        var simple = command.ClassName[(command.ClassName.LastIndexOf('.') + 1)..];
        if (simple != $"{command.Verb}{command.Noun}Command") yield return $"the class is called {simple}; call it {command.Verb}{command.Noun}Command";
        if (!command.IsSealed) yield return "the class is not sealed";
        if (!Verbs.Contains(command.Verb)) yield return $"{command.Verb} is no approved verb (Get-Verb lists them)";
        if (!PascalCase().IsMatch(command.Noun)) yield return $"the noun {command.Noun} is not in PascalCase";
        if (command.Noun.EndsWith('s') && !s_singular.IsMatch(command.Noun)) yield return $"the noun {command.Noun} is plural";
        if (Repository.TypeNamed(command.ClassName)?.GetConstructor(Type.EmptyTypes) is null) yield return "the class has no public constructor without parameters";
        if (Source(command) is not { } source) yield return $"there is no file {simple}.cs under src/K8sOps.PowerShell";
        else if (!File.ReadAllText(source).Contains($"namespace {command.ClassName[..command.ClassName.LastIndexOf('.')]};", StringComparison.Ordinal)) yield return $"{source} does not declare the namespace of the class";
    }

    private static IEnumerable<string> Changing(CommandMetadata command)
    {
        if (s_changing.Contains(command.Verb) && !s_inMemory.Contains(command.Name) && !command.SupportsShouldProcess) yield return $"{command.Verb} changes something: SupportsShouldProcess = true";
        if (s_reading.Contains(command.Verb) && command.SupportsShouldProcess) yield return $"{command.Verb} changes nothing, so it has no -WhatIf";
        if (s_destroying.Contains(command.Verb) && command.ConfirmImpact != "High") yield return $"{command.Verb} destroys: ConfirmImpact = ConfirmImpact.High";
        var takesNames = command.Parameters.Any(p => p.Name == "Name" && p.Sets.Any(s => s.FromPipelineByPropertyName));
        if (command.SupportsShouldProcess && takesNames && command.Parameters.FirstOrDefault(p => p.Name == "Kind") is not ({ IsHidden: true } or { Completer: not null })) yield return "it takes -Name from the pipeline, so it needs -Kind that refuses other kinds (IKindGuarded): hidden, or with a completer where there are several";
        if (command.SupportsShouldProcess && command.Parameters.FirstOrDefault(p => p.Name == "Cluster") is { } cluster && (cluster.IsArray || cluster.SupportsWildcards)) yield return "it changes something, so -Cluster takes one name and no patterns (derive from ChangingCmdlet)";
    }

    private static IEnumerable<string> Outputs(CommandMetadata command)
    {
        if (command.OutputTypes.Count == 0) yield return "it does not say what it emits: [OutputType(typeof(…))], typeof(void) for nothing";
        foreach (var name in command.OutputTypes.Where(t => t.StartsWith("K8sOps.", StringComparison.Ordinal)))
        {
            var type = Repository.TypeNamed(name);
            if (type is not { IsPublic: true }) yield return $"its output type {name} is not public, or not in an assembly that scripts see";
            if (!Formats.Views.TryGetValue(name, out var views)) yield return $"its output type {name} has no view in module/K8sOps.Format.ps1xml";
            else if (!views.Contains("TableControl") || !views.Contains("ListControl")) yield return $"its output type {name} needs a table view and a list view in module/K8sOps.Format.ps1xml";
        }
    }

    private static IEnumerable<string> Sets(CommandMetadata command)
    {
        var sets = command.ParameterSets;
        if (sets.Count > 1 && command.DefaultParameterSet is null) yield return "it has several parameter sets and no DefaultParameterSetName";
        if (command.DefaultParameterSet is not null && !sets.Contains(command.DefaultParameterSet)) yield return $"its default parameter set {command.DefaultParameterSet} has no parameter";
        foreach (var set in sets)
        {
            var label = set is null ? "" : $" of the set {set}";
            var members = command.Parameters.Select(p => (p.Name, In: p.In(set))).Where(m => m.In is not null).ToList();
            var positions = members.Where(m => m.In!.Position is not null).Select(m => m.In!.Position!.Value).Order().ToList();
            if (!positions.SequenceEqual(Enumerable.Range(0, positions.Count))) yield return $"the positions{label} are {string.Join(", ", positions)}, not 0, 1, 2 …";
            if (members.Count(m => m.In!.FromPipeline) > 1) yield return $"more than one parameter{label} takes the pipeline's objects by value";
        }

        foreach (var (one, other) in sets.SelectMany((one, i) => sets.Skip(i + 1).Select(other => (one, other))))
        {
            // A set is told from another by a mandatory parameter that the other does not have.
            bool Tells(string? a, string? b) => command.Parameters.Any(p => p.In(a) is { IsMandatory: true } && p.In(b) is null);
            if (!Tells(one, other) && !Tells(other, one)) yield return $"nothing tells the sets {one} and {other} apart: give one of them a mandatory parameter of its own";
        }
    }

    private static IEnumerable<string> Parameters(CommandMetadata command)
    {
        foreach (var parameter in command.Parameters.Where(p => p.Name is not ("WhatIf" or "Confirm")))
        {
            var dash = "-" + parameter.Name;
            foreach (var name in parameter.Aliases.Prepend(parameter.Name))
            {
                if (s_common.Contains(name, StringComparer.OrdinalIgnoreCase) || s_commonAliases.Contains(name, StringComparer.OrdinalIgnoreCase)) yield return $"{dash}: {name} is a common parameter's";
                if (name.Length > 1 && !s_meant.Contains($"{command.Name} -{name}") && s_common.FirstOrDefault(c => c.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is { } shadowed) yield return $"{dash}: {name} is an abbreviation of -{shadowed}";
            }

            if (!PascalCase().IsMatch(parameter.Name)) yield return $"{dash} is not in PascalCase";
            if (parameter.Name.EndsWith('s') && !s_singular.IsMatch(parameter.Name)) yield return $"{dash} is plural";
            if (parameter.Type == "System.Boolean") yield return $"{dash} is a bool; make it a switch";
            if (parameter.ShortType == "TimeSpan" && !parameter.Attributes.Contains("K8sOps.Binding.DurationAttribute")) yield return $"{dash} is a TimeSpan without [Duration]";
            if (SecretName().IsMatch(parameter.Name) && parameter.ShortType is not ("SecureString" or "PSCredential")) yield return $"{dash} is a secret; make it a SecureString or PSCredential";
            // What is new has no name yet.
            if (command.Verb == "New" && parameter.Name == "Name") continue;
            if (!parameter.IsHidden && s_live.Contains(parameter.Name) && parameter.ShortType is "String" or "String[]" && s_live.Contains(parameter.Name) && !parameter.IsHidden && parameter.Completer is null) yield return $"{dash} names things that exist, and has no ArgumentCompleter";
        }
    }

    private static IEnumerable<string> Places(CommandMetadata command)
    {
        var page = $"docs/cmdlets/{command.Name}.md";
        if (!File.Exists(Repository.In(page))) yield return $"there is no page {page}";
        if (!DataFile.Read(Repository.In("K8sOps.psd1")).TryGetValue("CmdletsToExport", out var exported) || !((List<object>)exported).Contains(command.Name)) yield return "K8sOps.psd1 does not export it (CmdletsToExport)";
        var simple = command.ClassName[(command.ClassName.LastIndexOf('.') + 1)..];
        var tests = Repository.Sources("tests").Where(f => !f.Contains("Contracts", StringComparison.Ordinal)).Concat(Directory.EnumerateFiles(Repository.In("tests"), "*.ps1", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Repository.In("tests"), "*.json", SearchOption.AllDirectories));
        if (!tests.Any(f => File.ReadAllText(f) is var text && (text.Contains(command.Name, StringComparison.Ordinal) || text.Contains(simple, StringComparison.Ordinal)))) yield return "no test under tests/ mentions it";
    }

    private static string? Source(CommandMetadata command)
    {
        var name = command.ClassName[(command.ClassName.LastIndexOf('.') + 1)..] + ".cs";
        return Repository.Sources("src/K8sOps.PowerShell").FirstOrDefault(f => Path.GetFileName(f) == name);
    }

    /// <summary>The approved verbs, from the constants that PowerShell publishes them in.</summary>
    private static readonly HashSet<string> Verbs =
    [
        .. typeof(System.Management.Automation.PSCmdlet).Assembly.GetTypes().Where(t => t.Namespace + "." == ByEngine && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!),
    ];

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex PascalCase();

    [GeneratedRegex("(ss|us|is|Replicas|Bytes|Objects|Bgp|Os|Kubernetes|Tls|Dns|Https|Sops)$")]
    private static partial Regex Singular();

    [GeneratedRegex("(Password|Secret|Token|Passphrase)$")]
    private static partial Regex SecretName();
}
