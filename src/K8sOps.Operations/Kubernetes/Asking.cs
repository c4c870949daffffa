using System.Runtime.CompilerServices;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Turns the client's exceptions, wherever they surface, into those that an operator is shown.</summary>
internal static class Asking
{
    /// <summary>Awaits one answer. <paramref name="action"/> completes the sentence "Cannot … on CLUSTER".</summary>
    /// <exception cref="OperationException">The cluster did not answer, or refused.</exception>
    public static async Task<T> For<T>(Task<T> answer, Cluster cluster, string action, string? target = null)
    {
        try
        {
            return await answer.ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, cluster.Context, action, target);
        }
    }

    /// <summary>Streams many answers.</summary>
    /// <exception cref="OperationException">The cluster did not answer, or refused.</exception>
    public static async IAsyncEnumerable<T> ForEach<T>(IAsyncEnumerable<T> answers, Cluster cluster, string action, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = answers.GetAsyncEnumerator(cancellationToken);
        await using var owned = items.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync().ConfigureAwait(false)) yield break;
            }
            catch (KubeException e)
            {
                throw OperationErrors.From(e, cluster.Context, action);
            }

            yield return items.Current;
        }
    }

    /// <summary>The error for a literal name that was asked for and is not there.</summary>
    public static OperationException Missing(Cluster cluster, string kind, string? ns, string name)
    {
        var target = ns is null ? name : $"{ns}/{name}";
        return new OperationException("NotFound", OperationCategory.ObjectNotFound, target, $"Cannot find {kind} {target} on {cluster.Context}: there is none of that name.");
    }

    /// <summary>Combines field selectors; null when there is none.</summary>
    public static string? Selector(params ReadOnlySpan<string?> parts)
    {
        string? all = null;
        foreach (var part in parts)
        {
            if (!string.IsNullOrWhiteSpace(part)) all = all is null ? part : all + "," + part;
        }

        return all;
    }
}
