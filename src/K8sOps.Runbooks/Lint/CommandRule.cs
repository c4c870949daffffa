using System.Text.RegularExpressions;
using K8sOps.Runbooks.Blocks;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Lint;

/// <summary>Every command exists, with those parameters, and can be bound without asking anybody.</summary>
internal sealed partial class CommandRule
{
    private readonly Dictionary<string, CommandMetadata>? _ours;
    private readonly ValueRule _values;
    private readonly ProblemList _problems;

    public CommandRule(LintFacts facts, ProblemList problems)
    {
        _ours = facts.Commands?.ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);
        _values = new ValueRule(facts, problems);
        _problems = problems;
    }

    /// <summary>Whether a line of a quick reference begins with a command of PowerShell's kind.</summary>
    public static bool LooksLikeCommand(string line) => VerbNoun().IsMatch(line);

    /// <summary>What the module says of a command, or null.</summary>
    public CommandMetadata? Find(string name) => _ours?.GetValueOrDefault(name);

    public void Check(BlockReading code, bool needsCluster)
    {
        foreach (var command in code.Commands)
        {
            if (BlockWords.RefusedCommands.ContainsKey(command.Name)) continue;
            if (HostCommands.Find(command.Name) is { } host) Host(command, host);
            else if (_ours is null) continue;
            else if (_ours.TryGetValue(command.Name, out var ours)) Ours(command, ours, needsCluster);
            else Add(command, Unknown(command.Name));
        }
    }

    /// <summary>Says where a block that should only look changes something.</summary>
    public void CheckOnlyLooks(BlockReading code, string what)
    {
        foreach (var command in code.Commands.Where(c => Find(c.Name) is { SupportsShouldProcess: true })) _problems.Add(RunbookRules.Changes, command.Line, command.Column, $"{command.Name} changes something: {what} only looks.");
    }

    private string Unknown(string name)
    {
        if (!VerbNoun().IsMatch(name)) return $"\"{name}\" is no command of this module: native commands stand in a bash block, and PowerShell's are written out, without aliases.";
        var near = _ours!.Keys.Where(k => Distance(k, name) <= 3).OrderBy(k => Distance(k, name)).FirstOrDefault();
        return $"There is no command {name} in this module, nor among those of PowerShell that a runbook may use.{(near is null ? "" : $" Is it {near}?")}";
    }

    private void Host(BlockCommand command, HostCommand host)
    {
        foreach (var argument in command.Arguments.Where(a => a.Parameter is not null && !BlockWords.RefusedParameters.ContainsKey(a.Parameter) && !host.Has(a.Parameter)))
        {
            _problems.Add(RunbookRules.Command, argument.Line, argument.Column, $"{command.Name} has no parameter -{argument.Parameter} that a runbook may use; names are written out.");
        }
    }

    private void Ours(BlockCommand command, CommandMetadata ours, bool needsCluster)
    {
        var bound = new Dictionary<string, ParameterMetadata>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < command.Arguments.Count; i++)
        {
            var argument = command.Arguments[i];
            if (argument.Parameter is null)
            {
                var position = ours.Parameters.FirstOrDefault(p => !p.IsHidden && p.Sets.Any(s => s.Position == 0) && !bound.ContainsKey(p.Name));
                _problems.Add(RunbookRules.Command, argument.Line, argument.Column, $"A value is given by name{(position is null ? "" : $": -{position.Name}")}.");
                continue;
            }

            var parameter = ours.Parameters.FirstOrDefault(p => string.Equals(p.Name, argument.Parameter, StringComparison.OrdinalIgnoreCase));
            var next = argument.Value ?? (parameter is not { IsSwitch: true } && i + 1 < command.Arguments.Count && command.Arguments[i + 1].Parameter is null ? command.Arguments[++i].Value : null);
            if (BlockWords.RefusedParameters.ContainsKey(argument.Parameter)) continue;
            if (parameter is null)
            {
                _problems.Add(RunbookRules.Command, argument.Line, argument.Column, NoParameter(ours, argument.Parameter));
            }
            else if (!bound.TryAdd(parameter.Name, parameter))
            {
                _problems.Add(RunbookRules.Command, argument.Line, argument.Column, $"-{parameter.Name} is given twice.");
            }
            else if (next is null && !parameter.IsSwitch)
            {
                _problems.Add(RunbookRules.Command, argument.Line, argument.Column, $"-{parameter.Name} needs a value.");
            }
            else if (next is not null)
            {
                _values.Check(parameter, next);
            }
        }

        Sets(command, ours, bound);
        var cluster = ours.Parameters.FirstOrDefault(p => p.Name == "Cluster");
        if (!needsCluster || cluster is null || bound.ContainsKey("Cluster")) return;
        if (!command.TakesPipeline || !cluster.Sets.Any(s => s.FromPipelineByPropertyName || s.FromPipeline)) Add(command, $"{command.Name} would run where the session happens to be: -Cluster $Cluster.");
    }

    /// <summary>Some parameter set must hold all that is given, and lack nothing that it must have: a command that asks stands still.</summary>
    private void Sets(BlockCommand command, CommandMetadata ours, Dictionary<string, ParameterMetadata> bound)
    {
        var fitting = ours.ParameterSets.Where(s => bound.Values.All(p => p.In(s) is not null)).ToList();
        if (fitting.Count == 0)
        {
            Add(command, $"{string.Join(", ", bound.Values.Where(p => p.Sets.All(s => s.Name is not null)).Select(p => "-" + p.Name))} of {command.Name} do not go together.");
            return;
        }

        var lacking = fitting.Select(s => ours.Parameters.Where(p => p.In(s) is { IsMandatory: true } of && !bound.ContainsKey(p.Name)
            && !(command.TakesPipeline && (of.FromPipeline || of.FromPipelineByPropertyName))).Select(p => "-" + p.Name).ToList()).MinBy(l => l.Count)!;
        if (lacking.Count > 0) Add(command, $"{command.Name} lacks {string.Join(", ", lacking)}, and would ask for it.");
    }

    private static string NoParameter(CommandMetadata ours, string name)
    {
        var alias = ours.Parameters.FirstOrDefault(p => p.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? (ours.Parameters.Where(p => p.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList() is [var only] ? only : null);
        if (alias is not null) return $"-{name} is written out: -{alias.Name}.";
        var near = ours.Parameters.Where(p => !p.IsHidden && Distance(p.Name, name) <= 2).Select(p => p.Name).FirstOrDefault();
        return $"{ours.Name} has no parameter -{name}.{(near is null ? "" : $" Is it -{near}?")}";
    }

    private void Add(BlockCommand command, string message) => _problems.Add(RunbookRules.Command, command.Line, command.Column, message);

    /// <summary>How many letters two names differ by.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 3) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + cost, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[b.Length];
    }

    [GeneratedRegex(@"^[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9]*(?![^\s])")]
    private static partial Regex VerbNoun();
}
