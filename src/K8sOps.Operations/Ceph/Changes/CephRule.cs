using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Where a CRUSH rule puts copies.</summary>
/// <param name="Root">The bucket that it takes them from.</param>
/// <param name="DeviceClass">The only class of devices that it uses; null for all.</param>
/// <param name="SpreadsOver">What each copy has one of for itself: <c>host</c>, <c>rack</c>, <c>osd</c>.</param>
internal sealed record CephRule(string Root, string? DeviceClass, string SpreadsOver)
{
    /// <summary>Reads a rule out of <c>osd crush rule dump</c>; null where there is none of that name, and of one that takes from several places.</summary>
    public static CephRule? Find(JsonNode rules, string? name)
    {
        var steps = rules.Items().FirstOrDefault(r => r.Text("rule_name") == name).Items("steps").ToList();
        if (steps.FindAll(s => s.Text("op") == "take") is not [var take] || take.Text("item_name") is not { } taken) return null;
        // CRUSH keeps a tree of its own for each class, and names its buckets so; osd tree does not show them.
        var (root, kind) = taken.Split('~', 2) is [var bucket, var only] ? (bucket, only) : (taken, null);
        return new CephRule(root, kind, steps.Find(s => s.Text("op")?.StartsWith("choose", StringComparison.Ordinal) == true).Text("type") ?? "host");
    }

    /// <summary>How many copies find a place of their own in <c>osd tree</c>: with an OSD in it that the rule may use, and that is up and in.</summary>
    public int Places(JsonNode tree)
    {
        var nodes = tree.Items("nodes").ToLookup(n => n.Small("id"));
        return Under(tree.Items("nodes").Where(n => n.Text("name") == Root)).Count(n => n.Text("type") == SpreadsOver && Under([n]).Exists(Serves));

        List<JsonObject> Under(IEnumerable<JsonObject> start)
        {
            var (seen, left) = (new List<JsonObject>(), new Queue<JsonObject>(start));
            while (left.TryDequeue(out var node))
            {
                if (seen.Contains(node)) continue;
                seen.Add(node);
                foreach (var child in node.Numbers("children").SelectMany(c => nodes[c])) left.Enqueue(child);
            }

            return seen;
        }
    }

    private bool Serves(JsonObject node)
        => node.Text("type") == "osd" && node.Text("status") == "up" && node.Real("reweight") > 0 && (DeviceClass is null || node.Text("device_class") == DeviceClass);
}
