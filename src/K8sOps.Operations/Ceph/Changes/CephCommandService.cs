using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Hands commands to Ceph as they are, for what no command of ours does. What one does is not known, so each counts as a change.</summary>
public sealed class CephCommandService
{
    private readonly Cluster _cluster;
    private readonly CephTool _tool;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephCommandService(Cluster cluster, string? ns = null) => (_cluster, _tool) = (cluster, new CephTool(cluster, ns));

    /// <summary>Where it would run. Needs <c>list</c> of pods.</summary>
    /// <exception cref="OperationException"><c>CephUnreachable</c>; <c>InvalidSetting</c> for arguments that are ours to give.</exception>
    public async Task<CephPlace> PlanAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var first = arguments.Count > 0 && arguments[0] == "ceph" ? "ceph itself is not part of -Command" : arguments.FirstOrDefault(a => a is "-f" || a.StartsWith("--format", StringComparison.Ordinal)) is { } format ? $"the answer is always JSON, so {format} is not for you to give" : null;
        return first is null ? await _tool.FindAsync(cancellationToken).ConfigureAwait(false)
            : throw new OperationException("InvalidSetting", OperationCategory.InvalidArgument, string.Join(' ', arguments), $"Cannot run ceph {string.Join(' ', arguments)} on {_cluster.Context}: {first}.", "Invoke-CephCommand osd, tree");
    }

    /// <summary>Runs it. Needs <c>create</c> of <c>pods/exec</c>.</summary>
    /// <exception cref="OperationException"><c>CephCommandFailed</c> with Ceph's own words; <c>OutcomeUnknown</c>; <c>CephUnreachable</c>.</exception>
    public async Task<CephCommandResult> RunAsync(IReadOnlyList<string> arguments, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        var place = await PlanAsync(arguments, cancellationToken).ConfigureAwait(false);
        var change = new Change { Command = context.Command, Cluster = _cluster.Context, Kind = "Ceph", Namespace = place.Namespace, Name = string.Join(' ', arguments), Verb = "exec" };
        var answer = await _tool.ChangeAsync(new CephCommand(arguments) { Timeout = timeout }, change, context, cancellationToken).ConfigureAwait(false);
        return new CephCommandResult
        {
            Cluster = _cluster.Context,
            Namespace = place.Namespace,
            Command = arguments,
            // An object in a map, so that lists and values take the same way.
            Data = answer.Json is null ? null : ObjectTree.From(new JsonObject { ["data"] = answer.Json.DeepClone() })["data"],
            Output = answer.Output,
            Error = answer.Error,
            Pod = place.Pod,
        };
    }
}
