using System.Management.Automation;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of containers, of the pods that the command line names so far.</summary>
public sealed class ContainerNameCompleter : NameCompleter
{
    /// <summary>So many pods are looked at; they are read in full, since their metadata alone does not name the containers.</summary>
    private const int MostPods = 200;

    private static readonly (string List, string Sort)[] s_lists = [("containers", "container"), ("initContainers", "init container"), ("ephemeralContainers", "ephemeral container")];

    internal override string CacheKey(CompletionRequest request) => $"containers|{string.Join(',', request.Clusters)}|{string.Join(',', request.Namespaces ?? [])}|{string.Join(',', request.Values("Name") ?? [])}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        var names = NamePattern.All(request.Values("Name"));
        foreach (var name in request.Clusters)
        {
            var client = request.Session.Clusters.Open(name).Client;
            foreach (var options in Lists(names, request.Namespaces))
            {
                var looked = 0;
                await foreach (var pod in client.ListAsync(KubeResources.Pods, options, KubeJson.Object, cancellationToken).ConfigureAwait(false))
                {
                    var podName = (string?)pod["metadata"]?["name"] ?? "";
                    if (names.Count > 0 && !names.Any(p => p.IsMatch(podName))) continue;
                    found.AddRange(Of(pod, podName));
                    if (++looked >= MostPods) break;
                }
            }
        }

        return [.. found.DistinctBy(c => c.Text).OrderBy(c => c.Text, StringComparer.Ordinal)];
    }

    private static IEnumerable<ListOptions> Lists(IReadOnlyList<NamePattern> names, string[]? namespaces)
    {
        var field = names is [{ Literal: { } only }] ? "metadata.name=" + only : null;
        var where = namespaces is { Length: > 0 } && !namespaces.Any(WildcardPattern.ContainsWildcardCharacters) ? namespaces : (IReadOnlyList<string?>)[null];
        return where.Select(ns => new ListOptions { Namespace = ns, FieldSelector = field, Limit = MostPods });
    }

    private static IEnumerable<Completion> Of(JsonObject pod, string podName)
    {
        foreach (var (list, sort) in s_lists)
        {
            foreach (var container in (pod["spec"]?[list] as JsonArray ?? []).OfType<JsonObject>())
            {
                if ((string?)container["name"] is { } name) yield return new Completion(name, $"{sort} of {podName}");
            }
        }
    }
}
