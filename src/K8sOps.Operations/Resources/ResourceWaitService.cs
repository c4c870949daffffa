using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Waits for one object of any kind.</summary>
public sealed class ResourceWaitService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public ResourceWaitService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Waits until the object is as the goal says. It need not be there yet. A condition of an earlier generation than the object's does not
    /// count. Needs <c>get</c>, <c>list</c> and <c>watch</c> of the kind.
    /// </summary>
    /// <param name="kind">The kind as kubectl takes it.</param>
    /// <param name="apiVersion">The <c>apiVersion</c>, where the kind alone could be several; else null.</param>
    /// <param name="ns">The namespace; null for the context's own.</param>
    /// <param name="name">The name.</param>
    /// <param name="goal">What is waited for.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="context">Where progress goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it then was; null when it is gone.</returns>
    /// <exception cref="OperationException"><c>Timeout</c> with the last state seen; <c>KindNotServed</c>; <c>InvalidSetting</c> for a
    /// property that is no path; what the cluster refuses.</exception>
    public async Task<K8sResource?> WaitAsync(string kind, string? apiVersion, string? ns, string name, ResourceGoal goal, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        var resource = (await KindLookup.FindAsync(_cluster, kind, apiVersion, cancellationToken).ConfigureAwait(false)).Resource;
        var within = resource.IsNamespaced ? ns ?? _cluster.DefaultNamespace ?? "default" : null;
        name = ResourceService.Spelling(resource, name);
        var target = ResourceService.NameOf(resource, within, name);
        var steps = goal.Property is null ? null : StepsOf(goal.Property);
        var activity = $"Waiting for {target} {goal}";
        try
        {
            var found = await _cluster.Client.WaitAsync(resource, within, name, KubeJson.Object, o =>
            {
                context.Sink.Report(new OperationProgress(activity, StateOf(o, resource, goal, steps)));
                return IsReached(o, goal, steps);
            }, timeout, cancellationToken).ConfigureAwait(false);
            return found is null || goal.IsDeletion ? null : ResourceReading.ToRecord(found, resource, _cluster.Context, _cluster.Clock.GetUtcNow());
        }
        catch (KubeWaitTimeoutException e)
        {
            var waited = e.Waited.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            throw new OperationException("Timeout", OperationCategory.OperationTimeout, target,
                $"Waited {waited} s for {target} on {_cluster.Context} {goal}; last seen: {StateOf(e.LastSeen as JsonObject, resource, goal, steps)}.",
                CommandText.Line("Get-K8sEvent", _cluster.Context, ("Namespace", within), ("Kind", resource.Kind), ("Name", name)), e);
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"wait for {target}", target);
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    private static bool IsReached(JsonObject? o, ResourceGoal goal, IReadOnlyList<string>? steps)
    {
        if (goal.IsDeletion) return o is null || (goal.Uid is not null && o.Text("metadata", "uid") != goal.Uid);
        if (o is null) return false;
        if (goal.Condition is { } text)
        {
            var (type, status) = text.Split('=', 2) is [var t, var s] ? (t, s) : (text, "True");
            return ObjectState.Condition(o, type) is { } condition && string.Equals(condition.Text("status"), status, StringComparison.OrdinalIgnoreCase)
                && !ObjectState.IsStale(o, condition) && !(o["status"] is JsonObject whole && ObjectState.IsStale(o, whole));
        }

        if (steps is null) return true;
        return ValueAt(o, steps) is { } value && (goal.Value is null || new NamePattern(goal.Value).IsMatch(value));
    }

    private string StateOf(JsonObject? o, KubeResource resource, ResourceGoal goal, IReadOnlyList<string>? steps)
    {
        if (o is null) return "it is not there";
        if (steps is not null && !SecretText.IsSecret(new JsonObject { ["apiVersion"] = resource.ApiVersion, ["kind"] = resource.Kind })) return $"{goal.Property} is {ValueAt(o, steps) ?? "not set"}";
        if (goal.Condition is { } text && ObjectState.Condition(o, text.Split('=')[0]) is { } condition)
        {
            var why = string.Join(": ", new[] { condition.Text("reason"), condition.Text("message") }.Where(p => !string.IsNullOrEmpty(p)));
            return $"{condition.Text("type")}={condition.Text("status")}{(why.Length == 0 ? "" : $" ({why.TrimEnd('.')})")}";
        }

        var state = ResourceReading.ToRecord(o, resource, _cluster.Context, _cluster.Clock.GetUtcNow());
        var status = state.Status.Length == 0 ? "it is there" : state.Status;
        if (goal.Condition is { } missing) status += $", without a condition {missing.Split('=')[0]}";
        return state.Message is { Length: > 0 } message ? $"{status} ({message.TrimEnd('.')})" : status;
    }

    /// <summary>The value as text: what a list of a map holds is written as JSON.</summary>
    private static string? ValueAt(JsonObject o, IReadOnlyList<string> steps)
    {
        JsonNode? at = o;
        foreach (var step in steps)
        {
            at = at switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return at is null ? null : at.Text() ?? at.ToJsonString();
    }

    /// <summary>Reads <c>.status.phase</c>, <c>status.loadBalancer.ingress[0].ip</c>, <c>.metadata.labels['a.b/c']</c>.</summary>
    private static List<string> StepsOf(string path)
    {
        var steps = new List<string>();
        var rest = path.AsSpan().Trim().TrimStart('.');
        while (!rest.IsEmpty)
        {
            int end;
            if (rest[0] == '[')
            {
                end = rest.IndexOf(']');
                if (end < 0) break;
                steps.Add(rest[1..end].Trim('\'').Trim('"').ToString());
                rest = rest[(end + 1)..].TrimStart('.');
                continue;
            }

            end = rest.IndexOfAny('.', '[');
            if (end < 0) end = rest.Length;
            steps.Add(rest[..end].ToString());
            rest = rest[end..].TrimStart('.');
        }

        return rest.IsEmpty && steps.Count > 0 && steps.TrueForAll(s => s.Length > 0)
            ? steps
            : throw new OperationException("InvalidSetting", OperationCategory.InvalidArgument, path, $"'{path}' is no path of a field: write .status.phase, or .status.loadBalancer.ingress[0].ip.");
    }
}
