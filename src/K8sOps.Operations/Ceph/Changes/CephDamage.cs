using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>
/// What the last deep scrub has found wrong with each copy of a placement group's objects, by <c>rados list-inconsistent-obj</c>. Only a
/// copy with an error of its own (it does not fit its own checksum or size, or cannot be read) is known to be bad. Where copies merely
/// differ, a repair takes the primary's, all other things being equal (<c>be_select_auth_object</c> in Ceph's <c>PGBackend.cc</c>).
/// </summary>
/// <param name="Lines">Which OSD's copy of what has which errors.</param>
/// <param name="Doubt">Why it cannot be told which copies are good; null where it can.</param>
internal sealed record CephDamage(IReadOnlyList<string> Lines, string? Doubt)
{
    private const int Named = 10;

    public static async Task<CephDamage> LookAsync(CephTool tool, string id, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await tool.ReadAsync(new CephCommand("list-inconsistent-obj", id) { Program = "rados" }, context, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationException e)
        {
            return new CephDamage([], $"which of its copies are bad could not be found out: {e.Message}");
        }
    }

    public static CephDamage Read(JsonNode answer)
    {
        var (lines, doubts) = (new List<string>(), new List<string>());
        foreach (var item in answer.Items("inconsistents"))
        {
            var name = item.Text("object", "name") ?? "an object";
            var shards = item.Items("shards").ToList();
            var bad = shards.FindAll(s => s.Words("errors").Count > 0);
            lines.AddRange(bad.Select(s => $"{(s.Small("osd") is { } osd ? OsdMap.Name(osd) : "an OSD")}{(s.Flag("primary") ? " (primary)" : "")}: its copy of {name} has {string.Join(", ", s.Words("errors"))}"));
            if (bad.Count == 0) doubts.Add($"no copy of {name} has an error of its own; they differ ({string.Join(", ", item.Words("errors"))}), and which of them is good is not known");
            else if (bad.Count == shards.Count) doubts.Add($"every copy of {name} has errors, and none is known to be good");
        }

        if (lines.Count + doubts.Count == 0) doubts.Add("no object is named whose copies differ");
        return new CephDamage(lines.Count <= Named ? lines : [.. lines.Take(Named), $"and {lines.Count - Named} more copies with errors"], doubts.FirstOrDefault());
    }
}
