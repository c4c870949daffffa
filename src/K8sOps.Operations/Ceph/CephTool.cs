using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>
/// Finds where <c>ceph</c> can be run on a cluster, and runs it there: by exec, by argument vector, with JSON as the answer. One for
/// each call of a command; the place is looked for once.
/// </summary>
public sealed class CephTool
{
    private readonly Cluster _cluster;
    private readonly CephLocator _locator;
    private Task<CephPlace>? _place;

    /// <summary>Creates the tool.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephTool(Cluster cluster, string? ns = null)
    {
        _cluster = cluster;
        _locator = new CephLocator(cluster, ns);
    }

    /// <summary>The namespace of the CephCluster. Needs <c>list</c> of cephclusters where none was given.</summary>
    /// <exception cref="OperationException"><c>NotFound</c> without a CephCluster; <c>AmbiguousName</c> with several.</exception>
    public Task<string> NamespaceAsync(CancellationToken cancellationToken = default) => _locator.NamespaceAsync(cancellationToken);

    /// <summary>The CephCluster as it stands in the API.</summary>
    /// <exception cref="OperationException">As for <see cref="NamespaceAsync"/>.</exception>
    public Task<JsonObject> ClusterObjectAsync(CancellationToken cancellationToken = default) => _locator.ClusterAsync(cancellationToken);

    /// <summary>Finds the toolbox, or the operator's pod where no toolbox runs. Needs <c>list</c> of pods.</summary>
    /// <exception cref="OperationException"><c>CephUnreachable</c> when neither runs; as for <see cref="NamespaceAsync"/>; what the cluster refuses.</exception>
    public Task<CephPlace> FindAsync(CancellationToken cancellationToken = default) => _place ??= _locator.FindAsync(cancellationToken);

    /// <summary>Asks a question and returns its answer. Nothing is announced: it must be one that changes nothing.</summary>
    /// <exception cref="OperationException"><c>CephCommandFailed</c> with Ceph's own words; <c>CephAnswerInvalid</c> for an answer that is no
    /// JSON; <c>CephUnreachable</c> when no monitor answers or nothing runs that could ask; <c>Timeout</c>; <c>Forbidden</c>.</exception>
    public async Task<JsonNode> ReadAsync(CephCommand command, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var place = await FindAsync(cancellationToken).ConfigureAwait(false);
        var answer = await new CephExec(_cluster, place, context).ReadAsync(command, cancellationToken).ConfigureAwait(false);
        if (answer.Json is { } json && (answer.ExitCode == 0 || command.AcceptsFailure)) return json;
        if (answer.ExitCode != 0) throw CephErrors.Failed(_cluster, place, command, answer);
        throw CephErrors.Invalid(_cluster, place, command, answer);
    }

    /// <summary>Asks a question whose answer is too long to be held, and hands its bytes on as they come; while they are not taken, none are read.</summary>
    /// <param name="command">The question. Its time-out counts while Ceph is silent, not while the answer is being taken.</param>
    /// <param name="read">Takes the answer apart.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">As for <see cref="ReadAsync"/>, and what <paramref name="read"/> throws.</exception>
    public async IAsyncEnumerable<T> ReadStreamAsync<T>(CephCommand command, Func<Stream, CancellationToken, IAsyncEnumerable<T>> read, OperationContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var place = await FindAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var item in new CephExec(_cluster, place, context).StreamAsync(command, read, cancellationToken).ConfigureAwait(false)) yield return item;
    }

    /// <summary>Changes something: announced before it is sent, and its outcome told.</summary>
    /// <param name="command">The change.</param>
    /// <param name="change">What is announced; its verb and argument vector are filled in.</param>
    /// <param name="context">Where it is announced.</param>
    /// <param name="cancellationToken">Closes the connection; Ceph may then have made it or not.</param>
    /// <returns>What Ceph said; with another exit code than 0 only where the command accepts that (it is then told as refused).</returns>
    /// <exception cref="OperationException"><c>CephCommandFailed</c>, refused, with Ceph's own words; <c>OutcomeUnknown</c> when the connection
    /// broke or the time was over before Ceph had answered; as for <see cref="ReadAsync"/>.</exception>
    public async Task<CephAnswer> ChangeAsync(CephCommand command, Change change, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(context);
        var place = await FindAsync(cancellationToken).ConfigureAwait(false);
        var pending = context.Sink.Changing(change with { Verb = "exec", Argv = place.Argv(command) });
        await using var announced = pending.ConfigureAwait(false);
        try
        {
            var answer = await new CephExec(_cluster, place, context).ChangeAsync(command, cancellationToken).ConfigureAwait(false);
            if (answer.ExitCode == 0)
            {
                pending.Made();
                return answer;
            }

            pending.Refused(CephText.Reason(answer.Error, answer.Output));
            return command.AcceptsFailure ? answer : throw CephErrors.Failed(_cluster, place, command, answer);
        }
        catch (OperationException e) when (pending.Outcome == ChangeOutcome.Unknown && (e.Id == "CommandNotRun" || WriteOutcome.WasRefused(e)))
        {
            pending.Refused(e.Message);
            throw;
        }
    }
}
