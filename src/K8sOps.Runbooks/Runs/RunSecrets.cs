using System.Globalization;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// The values of one run that are secrets by the names of their parameters. They are in no line of its journal, wherever a command prints
/// them; what looks like a secret by itself (<see cref="SecretPattern"/>) is not either.
/// </summary>
internal sealed class RunSecrets
{
    /// <summary>Shorter ones stand in too many innocent texts.</summary>
    private const int Shortest = 6;

    private readonly IReadOnlyList<string> _values;

    private RunSecrets(IReadOnlyList<string> values) => _values = values;

    /// <summary>Those of a run of which nobody knows them any more, or that has none.</summary>
    public static RunSecrets None { get; } = new([]);

    /// <summary>Those of a run that begins.</summary>
    public static RunSecrets Of(RunStarted start)
    {
        // What the journal finds its way by stays whole, though it be somebody's password.
        List<string> names = [start.Run, start.Cluster, "change:", "procedure:", .. start.Steps.Select(s => s.Key), .. start.Steps.Select(s => s.Step.Id)];
        return new([.. start.Steps.SelectMany(s => s.Step.Arguments.Where(a => IsSecret(s.Step, a))).Select(a => Convert.ToString(EngineObject.Unwrap(a.Value), CultureInfo.InvariantCulture) ?? "")
            .Where(v => v.Length >= Shortest && !names.Exists(n => n.Contains(v, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).OrderByDescending(v => v.Length)]);
    }

    /// <summary>The start of a run without the values that are secrets by their names, however short.</summary>
    public static RunStarted Redact(RunStarted start)
    {
        var hidden = new HashSet<string>(start.Steps.SelectMany(s => s.Step.Arguments.Where(a => IsSecret(s.Step, a))).Select(a => a.Key), StringComparer.OrdinalIgnoreCase);
        if (hidden.Count == 0) return start;
        return start with
        {
            Parameters = start.Parameters.ToDictionary(p => p.Key, p => hidden.Contains(p.Key) ? SecretPattern.Redacted : p.Value, StringComparer.OrdinalIgnoreCase),
            Steps = [.. start.Steps.Select(s => s with
            {
                Step = s.Step with { Arguments = s.Step.Arguments.ToDictionary(a => a.Key, a => IsSecret(s.Step, a) ? SecretPattern.Redacted : a.Value, StringComparer.OrdinalIgnoreCase) },
            })],
        };
    }

    /// <summary>The text without them, and without what looks like a secret.</summary>
    public string Hide(string text)
    {
        foreach (var value in _values) text = text.Replace(value, SecretPattern.Redacted, StringComparison.Ordinal);
        return SecretPattern.Hide(text);
    }

    /// <summary>A default stands in the runbook for everybody to read.</summary>
    private static bool IsSecret(RunbookStep step, KeyValuePair<string, object> argument)
        => SecretPattern.IsNameOfSecret(argument.Key) && EngineObject.Unwrap(argument.Value) is not (bool or TimeSpan or DateTimeOffset or "")
            && !step.Parameters.Any(p => string.Equals(p.Name, argument.Key, StringComparison.OrdinalIgnoreCase) && Equals(p.Default, argument.Value));
}
