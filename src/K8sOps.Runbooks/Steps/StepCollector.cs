using System.Globalization;

namespace K8sOps.Runbooks;

/// <summary>
/// Gathers the steps that findings lead to. The same step with the same cluster and arguments stands there once, at the place of
/// its first finding, with all its findings.
/// </summary>
public sealed class StepCollector
{
    private readonly Dictionary<(string Cluster, string Runbook, string Id, string Arguments), int> _places = [];
    private readonly List<RunbookStep> _steps = [];

    /// <summary>The steps so far, in order.</summary>
    public IReadOnlyList<RunbookStep> Steps => _steps;

    /// <summary>Takes steps of a runbook for a cluster.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="steps">Some of its steps.</param>
    /// <param name="cluster">The kubeconfig context, or null where none has been chosen yet.</param>
    /// <param name="values">What is known of the runbook's parameters, in any type.</param>
    /// <param name="finding">What led here, or null.</param>
    /// <param name="tell">Takes which value did not fit its parameter.</param>
    public void Add(Runbook runbook, IEnumerable<RunbookStep> steps, string? cluster, IEnumerable<KeyValuePair<string, object>> values, CheckResult? finding, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(steps);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var arguments = RunbookArguments.Take(StepFinder.ParametersOf(runbook, step), values, text =>
            {
                if (told.Add(text)) tell(text);
            });
            var key = (cluster ?? "", runbook.Name, step.Id, string.Join('\n', arguments.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={a.Value}"))));
            if (!_places.TryGetValue(key, out var place))
            {
                _places[key] = _steps.Count;
                _steps.Add(step with { Cluster = cluster, Arguments = arguments, Findings = finding is null ? [] : [finding] });
            }
            else if (finding is not null && !_steps[place].Findings.Any(f => IsSame(f, finding)))
            {
                _steps[place] = _steps[place] with { Findings = [.. _steps[place].Findings, finding] };
            }
        }
    }

    /// <summary>One alert may tell of several symptoms; it is one finding all the same.</summary>
    private static bool IsSame(CheckResult one, CheckResult other) => one.Equals(other) || (one.Id == other.Id && one.Message == other.Message && ReferenceEquals(one.Parameters, other.Parameters));
}
