namespace K8sOps.Ceph;

/// <summary>One call of <c>ceph</c>, or of another program that stands beside it: an argument vector, which no shell reads.</summary>
public sealed record CephCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="arguments">The arguments, without <c>ceph</c> itself, the way to the cluster and <c>-f json</c>.</param>
    public CephCommand(params IReadOnlyList<string> arguments) => Arguments = arguments;

    /// <summary>The program: <c>ceph</c>, or <c>rados</c>.</summary>
    public string Program { get; init; } = "ceph";

    /// <summary>The arguments, without <c>ceph</c> itself, the way to the cluster and <c>-f json</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; }

    /// <summary>How long the program may be silent. What the manager answers hangs for ever where there is none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True for a question (<c>osd ok-to-stop</c>) whose "no" is an exit code beside the same JSON.</summary>
    public bool AcceptsFailure { get; init; }

    /// <summary><c>ceph osd out 3</c>.</summary>
    public override string ToString() => Program + " " + string.Join(' ', Arguments);
}
