using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>The logs of Flux's controllers on one cluster.</summary>
public sealed class FluxLogService
{
    private const string Label = "app.kubernetes.io/part-of=flux";
    private const string UsualNamespace = "flux-system";
    private const string Container = "manager";
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxLogService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the lines of all pods of all controllers, merged by time, or as they are written where they are followed. Nothing is
    /// kept, so that it can be followed for days. The controllers are the Deployments with label <c>app.kubernetes.io/part-of=flux</c>
    /// of all namespaces; of <c>flux-system</c> where listing them all is forbidden. Needs <c>list</c> of deployments and pods,
    /// <c>get</c> of pods/log, to follow also <c>get</c> of pods; and for literal names <c>list</c> of the apps and sources.
    /// </summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>; <c>NotFound</c> without controllers; what <see cref="LogService.ReadAsync(LogQuery, OperationContext, CancellationToken)"/> throws.</exception>
    public async IAsyncEnumerable<FluxLogLine> ReadAsync(FluxLogQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var kinds = query.Kinds is { Count: > 0 } given ? given.Select(FluxEventService.KindOf).ToHashSet(StringComparer.Ordinal) : null;
        var (names, namespaces) = (new NameFilter(query.Names), new NameFilter(query.Namespaces));
        if (!await AnyOfThemAsync(query, kinds, context, cancellationToken).ConfigureAwait(false)) yield break;
        var (sources, controllers) = await SourcesAsync(query, context, cancellationToken).ConfigureAwait(false);
        var lines = new LogQuery { Follow = query.Follow, Since = query.Since, Tail = query.Tail, OnError = query.OnError };
        await foreach (var line in new LogService(_cluster).ReadAsync(sources, lines, context, cancellationToken).ConfigureAwait(false))
        {
            var read = FluxLogReading.ToRecord(line, controllers[(line.Namespace, line.Name)]);
            if (read.Level < query.Level) continue;
            if (kinds is not null && !kinds.Contains(read.Kind ?? "")) continue;
            if (!names.IsAll && (read.Name is null || !names.Sees(read.Name))) continue;
            if (!namespaces.IsAll && (read.Namespace is null || !namespaces.Sees(read.Namespace))) continue;
            yield return read;
        }
    }

    /// <summary>Whether there can be lines at all: each literal name is looked for, since a mistyped one would wait in silence.</summary>
    private async Task<bool> AnyOfThemAsync(FluxLogQuery query, HashSet<string>? kinds, OperationContext context, CancellationToken cancellationToken)
    {
        if (NamePattern.All(query.Names) is not { Count: > 0 } names || !names.All(n => n.IsLiteral)) return true;
        var among = FluxKinds.All.Where(r => kinds is null || kinds.Contains(r.Kind)).ToList();
        if (kinds is not null && among.Count < kinds.Count) return true;
        var found = false;
        try
        {
            var listing = new FluxListing(_cluster, among, query.Names, query.Namespaces, null, "app or source") { OnMissing = query.OnError };
            await foreach (var target in listing.ReadAsync(context, cancellationToken).ConfigureAwait(false)) found = true;
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            context.Sink.Note($"Whether {string.Join(", ", query.Names!)} exists is not told: {e.Message}");
            return true;
        }

        return found;
    }

    private async Task<(IReadOnlyList<LogSource> Sources, Dictionary<(string Namespace, string Pod), string> Controllers)> SourcesAsync(FluxLogQuery query, OperationContext context, CancellationToken cancellationToken)
    {
        var wanted = new NameFilter(query.Controllers);
        var (sources, controllers) = (new List<LogSource>(), new Dictionary<(string, string), string>());
        var deployments = await DeploymentsAsync(context, cancellationToken).ConfigureAwait(false);
        foreach (var deployment in deployments)
        {
            var (ns, name) = (deployment.Text("metadata", "namespace") ?? "", deployment.Text("metadata", "name") ?? "");
            if (!wanted.Sees(name)) continue;
            if (SelectorOf(deployment) is not { } selector) continue;
            var before = sources.Count;
            var pods = _cluster.Client.ListAsync(KubeResources.Pods, new ListOptions { Namespace = ns, LabelSelector = selector }, KubeJson.Object, cancellationToken);
            await foreach (var pod in Asking.ForEach(pods, _cluster, $"list pods in namespace {ns}", cancellationToken).ConfigureAwait(false))
            {
                // A pod without a node has no log; the state of the controller is another command's matter.
                if (pod.Text("spec", "nodeName") is not { Length: > 0 }) continue;
                var podName = pod.Text("metadata", "name") ?? "";
                controllers[(ns, podName)] = name;
                IReadOnlyList<NamePattern> container = PodContainers.Regular(pod).Contains(Container, StringComparer.Ordinal) ? [new NamePattern(Container)] : [];
                sources.AddRange(LogSource.Of(pod, container, previous: false));
            }

            if (sources.Count == before) context.Sink.Warn($"{name} in {ns} on {_cluster.Context} has no pod on any node, so nothing of what it would say is shown.");
        }

        foreach (var missing in wanted.Missing)
        {
            var error = new OperationException("NotFound", OperationCategory.ObjectNotFound, missing,
                $"Cannot find the controller {missing} on {_cluster.Context}: there is {string.Join(", ", deployments.Select(d => d.Text("metadata", "name")))}.");
            if (query.OnError is null) throw error;
            query.OnError(error);
        }

        return (sources, controllers);
    }

    private async Task<IReadOnlyList<JsonObject>> DeploymentsAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        try
        {
            await AddAsync(null).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            context.Sink.Note($"Looking for Flux's controllers in {UsualNamespace} alone: {e.Message}");
            await AddAsync(UsualNamespace).ConfigureAwait(false);
        }

        return found.Count > 0 ? found : throw new OperationException("NotFound", OperationCategory.ObjectNotFound, Label,
            $"Cannot find the controllers of Flux on {_cluster.Context}: no Deployment bears the label {Label}.", "Get-K8sWorkload -Kind Deployment -Selector " + CommandText.Quote(Label) + CommandText.Cluster(_cluster));

        async Task AddAsync(string? ns)
        {
            var options = new ListOptions { Namespace = ns, LabelSelector = Label };
            var action = ns is null ? "list deployments.apps" : "list deployments.apps in namespace " + ns;
            await foreach (var d in Asking.ForEach(_cluster.Client.ListAsync(KubeResources.Deployments, options, KubeJson.Object, cancellationToken), _cluster, action, cancellationToken).ConfigureAwait(false)) found.Add(d);
        }
    }

    // Flux's own Deployments select by matchLabels alone.
    private static string? SelectorOf(JsonObject deployment)
        => deployment.Texts("spec", "selector", "matchLabels") is { Count: > 0 } labels ? string.Join(',', labels.Select(l => $"{l.Key}={l.Value}")) : null;
}
