using System.Globalization;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>What an operator is told when Ceph could not be asked, or did not answer well.</summary>
internal static class CephErrors
{
    /// <summary>An exit code other than 0.</summary>
    public static OperationException Failed(Cluster cluster, CephPlace place, CephCommand command, CephAnswer answer)
    {
        var reason = CephText.Reason(answer.Error, answer.Output);
        return CephText.IsUnreachable(answer.ExitCode, answer.Error)
            ? new OperationException("CephUnreachable", OperationCategory.ResourceUnavailable, place.Namespace,
                $"Cannot run {command} on {cluster.Context}: Ceph's monitors did not let {place} in: {reason}", Monitors(cluster, place.Namespace))
            : new OperationException("CephCommandFailed", OperationCategory.InvalidOperation, place.Namespace,
                string.Create(CultureInfo.InvariantCulture, $"Cannot run {command} on {cluster.Context}: Ceph ended it with exit code {answer.ExitCode}: {reason}"));
    }

    /// <summary>Exit code 0, and no JSON.</summary>
    public static OperationException Invalid(Cluster cluster, CephPlace place, CephCommand command, CephAnswer answer)
    {
        var said = CephText.Start(answer.Output) is { Length: > 0 } output ? $"its answer is not JSON: {output}"
            : CephText.Start(answer.Error) is { Length: > 0 } error ? $"it answered nothing but {error}" : "it answered nothing";
        return Invalid(cluster, place, command, said);
    }

    /// <summary>An answer that cannot be used.</summary>
    public static OperationException Invalid(Cluster cluster, CephPlace place, CephCommand command, string why, Exception? inner = null)
        => new("CephAnswerInvalid", OperationCategory.InvalidResult, place.Namespace, $"Cannot use what {command} answered in {place} on {cluster.Context}: {why}",
            CommandText.Line("Get-CephStatus", cluster.Context, ("Namespace", place.Namespace)), inner);

    /// <summary>What went wrong on the way, when something was asked: nothing is changed by it.</summary>
    public static OperationException Asking(KubeException e, Cluster cluster, CephPlace place, CephCommand command) => Common(e, cluster, place, command) ?? e switch
    {
        KubeConnectionException { Failure: KubeConnectionFailure.Timeout } => new OperationException("Timeout", OperationCategory.OperationTimeout, place.Namespace,
            $"Cannot run {command} on {cluster.Context}: it was silent for {Seconds(command)} s in {place}. What the manager answers hangs where none is active, and everything does without a quorum of monitors.", Monitors(cluster, place.Namespace), e),
        _ => OperationErrors.From(e, cluster.Context, $"run {command} in {place}", place.Namespace),
    };

    /// <summary>What went wrong on the way, when something was to be changed.</summary>
    public static OperationException Changing(KubeException e, Cluster cluster, CephPlace place, CephCommand command) => Common(e, cluster, place, command) ?? e switch
    {
        KubeConnectionException { Failure: KubeConnectionFailure.Timeout } => Unknown($"it was silent for {Seconds(command)} s", cluster, place, command, e),
        KubeConnectionException { Failure: KubeConnectionFailure.Interrupted or KubeConnectionFailure.Malformed } => Unknown(e.Message, cluster, place, command, e),
        _ => OperationErrors.From(e, cluster.Context, $"run {command} in {place}", place.Namespace),
    };

    /// <summary>Nothing runs in which <c>ceph</c> could be started.</summary>
    public static OperationException NoPlace(Cluster cluster, string ns, string seen) => new("CephUnreachable", OperationCategory.ResourceUnavailable, ns,
        $"Cannot ask Ceph in namespace {ns} on {cluster.Context}: no pod runs with the label app=rook-ceph-tools (the toolbox) or app=rook-ceph-operator{seen}.",
        CommandText.Line("Get-K8sPod", cluster.Context, ("Namespace", ns), ("Name", "rook-ceph-*")));

    private static OperationException? Common(KubeException e, Cluster cluster, CephPlace place, CephCommand command)
        => e switch
        {
            KubeApiException { Reason: "Forbidden" } => new OperationException("Forbidden", OperationCategory.PermissionDenied, place.Namespace,
                $"Cannot run {command} in {place} on {cluster.Context}: {e.Message}", $"Ask for the rule create of pods/exec in namespace {place.PodNamespace}; the command's help lists all that it needs.", e),
            // The runtime answers through the socket, that it could not start it: what it says is all there is.
            KubeApiException { Reason: "InternalError", StatusCode: 500 } => new OperationException("CommandNotRun", OperationCategory.InvalidOperation, place.Namespace,
                $"Cannot run {command} in {place} on {cluster.Context}: {e.Message}", null, e),
            _ => null,
        };

    private static OperationException Unknown(string why, Cluster cluster, CephPlace place, CephCommand command, KubeException e) => new("OutcomeUnknown", OperationCategory.ConnectionError, place.Namespace,
        $"Cannot tell how {command} ended in {place} on {cluster.Context}: {why}", "Look whether it took effect, before it is run again.", e);

    private static string Seconds(CephCommand command) => command.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Monitors(Cluster cluster, string ns) => CommandText.Line("Get-K8sPod", cluster.Context, ("Namespace", ns), ("Name", "rook-ceph-m*"));
}
