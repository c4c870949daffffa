using System.Collections;
using System.Management.Automation;
using K8sOps.Engine;

namespace K8sOps.Completers;

/// <summary>What a completer knows: the command so far and the session.</summary>
internal sealed record CompletionRequest(string Command, CommandSession Session, IDictionary Bound)
{
    /// <summary>The clusters that the command names so far, or the default.</summary>
    public IReadOnlyList<string> Clusters => Session.Clusters.ResolveMany(Values("Cluster"), Session.ChosenCluster, out _);

    /// <summary>The namespaces that the command names so far; patterns are left to the match.</summary>
    public string[]? Namespaces => Values("Namespace");

    /// <summary>The values given to a parameter so far, or null.</summary>
    public string[]? Values(string parameter)
    {
        if (Bound is null || !Bound.Contains(parameter)) return null;
        var value = Bound[parameter] is PSObject wrapped ? wrapped.BaseObject : Bound[parameter];
        return value switch
        {
            null => null,
            string one => [one],
            IEnumerable many => [.. many.Cast<object?>().Select(v => v?.ToString()).OfType<string>()],
            _ => [value.ToString() ?? ""],
        };
    }
}
