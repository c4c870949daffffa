namespace K8sOps.Runbooks.Runs;

/// <summary>The first line: who runs what, where.</summary>
public sealed record RunStarted : RunEvent
{
    /// <summary>The run's id, which is its folder's name.</summary>
    public required string Run { get; init; }

    /// <summary>The runbook's name; null for several, and for steps composed by hand.</summary>
    public string? Runbook { get; init; }

    /// <summary>SHA-256 of the text of the one runbook, whose copy is <c>runbook.md</c>: so it stands in journals of before there were <see cref="Copies"/>.</summary>
    public string? RunbookHash { get; init; }

    /// <summary>The runbooks that its steps were read from, as they were; the journal sets them.</summary>
    public IReadOnlyList<RunbookCopy> Copies { get; init; } = [];

    /// <summary>The names of all runbooks of the run, whether they were read from a file or not.</summary>
    public IReadOnlyList<string> Runbooks => [.. Steps.Select(s => s.Step.Runbook).Prepend(Runbook).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Who, as the cluster sees it (SelfSubjectReview); null when it would not say.</summary>
    public string? Actor { get; init; }

    /// <summary>The machine it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>The process that runs it; the journal sets it.</summary>
    public int Process { get; init; }

    /// <summary>When, by the machine's own clock, which a sandbox's is not; the journal sets it.</summary>
    public DateTimeOffset HostTime { get; init; }

    /// <summary>The operating system's user.</summary>
    public string? User { get; init; }

    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The uid of <c>kube-system</c>; null when it could not be read.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>The version of the module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Whether nobody was asked.</summary>
    public bool Unattended { get; init; }

    /// <summary>The gates that its commands pass over.</summary>
    public IReadOnlyList<string> SkipGate { get; init; } = [];

    /// <summary>The parameters, as text; a secret's is <c>(redacted)</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The steps, in the order in which they are to run.</summary>
    public required IReadOnlyList<PlannedStep> Steps { get; init; }
}
