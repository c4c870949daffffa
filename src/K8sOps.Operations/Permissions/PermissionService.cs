using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// Asks the server what the current user may do (<c>SelfSubjectAccessReview</c>, which everybody may create who can sign in). Each
/// question is asked once for the life of the service.
/// </summary>
public sealed class PermissionService
{
    private static readonly KubeResource s_reviews = new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", IsNamespaced: false);
    private readonly ConcurrentDictionary<(PermissionRule, string?), Lazy<Task<(PermissionStatus, string?)>>> _asked = new();
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public PermissionService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Whether the current user may do what the rule says. That the server cannot tell, or does not let itself be asked, is
    /// <see cref="PermissionStatus.Unknown"/> with the reason.
    /// </summary>
    /// <param name="rule">What would be done.</param>
    /// <param name="ns">The namespace; null for all. What lives in no namespace is asked about without one.</param>
    /// <param name="command">The command that needs it, for the record.</param>
    /// <param name="onlyFor">The parameter without which it is not needed, for the record.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException">The cluster does not answer.</exception>
    public async Task<K8sPermission> AskAsync(PermissionRule rule, string? ns, string command, string? onlyFor = null, CancellationToken cancellationToken = default)
    {
        if (rule.IsClusterWide) ns = null;
        var (status, reason) = await _asked.GetOrAdd((rule, ns), key => new(() => ReviewAsync(key.Item1, key.Item2, cancellationToken))).Value.ConfigureAwait(false);
        return new K8sPermission
        {
            Cluster = _cluster.Context,
            Command = command,
            Verb = rule.Verb,
            Resource = rule.QualifiedName,
            Namespace = ns,
            Allowed = status == PermissionStatus.Allowed,
            Status = status,
            Reason = reason,
            OnlyFor = onlyFor,
            ObservedAt = _cluster.Clock.GetUtcNow(),
        };
    }

    private async Task<(PermissionStatus, string?)> ReviewAsync(PermissionRule rule, string? ns, CancellationToken cancellationToken)
    {
        var spec = new JsonObject();
        if (rule.IsPath)
        {
            spec["nonResourceAttributes"] = new JsonObject { ["path"] = rule.Resource, ["verb"] = rule.Verb };
        }
        else
        {
            var attributes = new JsonObject { ["group"] = rule.Group, ["resource"] = rule.Plural, ["verb"] = rule.Verb };
            if (rule.Subresource is { } sub) attributes["subresource"] = sub;
            if (ns is not null) attributes["namespace"] = ns;
            spec["resourceAttributes"] = attributes;
        }

        var review = new JsonObject { ["apiVersion"] = s_reviews.ApiVersion, ["kind"] = s_reviews.Kind, ["metadata"] = new JsonObject(), ["spec"] = spec };
        try
        {
            var answer = await _cluster.Client.CreateAsync(s_reviews, null, review, WriteOptions.Default, cancellationToken).ConfigureAwait(false);
            if (answer.Flag("status", "allowed")) return (PermissionStatus.Allowed, Reason(answer));
            // An authorizer that failed has not said no.
            if (answer.Text("status", "evaluationError") is { Length: > 0 } error && !answer.Flag("status", "denied")) return (PermissionStatus.Unknown, error);
            return answer["status"] is null ? (PermissionStatus.Unknown, "the server answered without a status") : (PermissionStatus.Denied, Reason(answer));
        }
        catch (KubeApiException e) when (e.StatusCode is 403 or 404 or 405)
        {
            return (PermissionStatus.Unknown, "the server does not say what may be done: " + e.Message);
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"ask whether {rule.Verb} of {rule.QualifiedName} is allowed");
        }
    }

    private static string? Reason(JsonObject answer) => answer.Text("status", "reason") is { Length: > 0 } reason ? reason : null;
}
