using System.Text.RegularExpressions;
using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// The finalizers that hold a namespace which was deleted, from its condition <c>NamespaceFinalizersRemaining</c>: "… has finalizers
/// remaining: example.org/a in 2 resource instances, …" (the namespace controller's words).
/// </summary>
public static partial class NamespaceFinalizers
{
    internal static IReadOnlyList<string> Of(NamespaceStateWire ns)
        => Array.Find(ns.Status.Conditions ?? [], c => c is { Type: "NamespaceFinalizersRemaining", Status: "True" })?.Message is { } message ? [.. Remaining().Matches(message).Select(m => m.Groups[1].Value)] : [];

    /// <summary>Every namespace that is held, with what holds it. Needs <c>list</c> of namespaces.</summary>
    /// <exception cref="KubeException">The cluster did not answer, or refused.</exception>
    public static async Task<IReadOnlyList<(string Namespace, string Finalizer)>> ListAsync(Cluster cluster, CancellationToken cancellationToken = default)
    {
        var found = new List<(string, string)>();
        await foreach (var ns in cluster.Client.ListAsync(KubeResources.Namespaces, new ListOptions(), KubeWire.Default.NamespaceStateWire, cancellationToken).ConfigureAwait(false))
        {
            found.AddRange(Of(ns).Select(f => (ns.Metadata.Name, f)));
        }

        return found;
    }

    [GeneratedRegex("([^\\s,:]+) in [0-9]+ resource instances")]
    private static partial Regex Remaining();
}
