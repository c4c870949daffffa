namespace K8sOps.Ceph;

/// <summary>Where <c>ceph</c> can be run: the toolbox, or the operator's pod where there is none.</summary>
public sealed record CephPlace
{
    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>The namespace of the pod: the operator may live in another than the cluster.</summary>
    public required string PodNamespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Pod { get; init; }

    /// <summary>The container in it.</summary>
    public required string Container { get; init; }

    /// <summary>The pod's uid.</summary>
    public string? Uid { get; init; }

    /// <summary>True for the toolbox; the operator's pod needs <see cref="Configuration"/>.</summary>
    public bool IsToolbox { get; init; }

    /// <summary>The file that tells the operator's <c>ceph</c> where its cluster is; null in the toolbox.</summary>
    public string? Configuration => IsToolbox ? null : $"/var/lib/rook/{Namespace}/{Namespace}.config";

    /// <summary>The whole argument vector of a command run here.</summary>
    public IReadOnlyList<string> Argv(CephCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        string[] way = Configuration is { } configuration ? ["--conf=" + configuration] : [];
        // --connect-timeout is ceph's alone, and so is -f.
        return command.Program == "ceph" ? ["ceph", .. command.Arguments, "--connect-timeout=10", .. way, "-f", "json"] : [command.Program, .. command.Arguments, .. way, "--format=json"];
    }

    /// <summary><c>pod rook-ceph/rook-ceph-tools-7d9f</c>.</summary>
    public override string ToString() => $"pod {PodNamespace}/{Pod}";
}
