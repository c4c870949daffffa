using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>The templates that a StatefulSet or DaemonSet has had, as ControllerRevisions, newest last.</summary>
internal sealed class RevisionHistory(WorldIndex world, KubeResource kind)
{
    /// <summary>The label of a pod that names the revision it was made from.</summary>
    public const string Label = "controller-revision-hash";

    /// <summary>All revisions of an owner, oldest first.</summary>
    public IReadOnlyList<JsonObject> Of(JsonObject owner) =>
        [.. world.OwnedBy(Kinds.ControllerRevisions, owner.Uid()).OrderBy(Number).ThenBy(static item => item.Name(), StringComparer.Ordinal)];

    /// <summary>The revision of the owner's present template: a new one, or, when it is one that it had before, that one made the newest.</summary>
    public JsonObject Present(JsonObject owner)
    {
        var known = Of(owner);
        var template = owner.Object("spec", "template") ?? [];
        var newest = known.Count == 0 ? 0 : Number(known[^1]);
        var hash = PodTemplate.Hash(template);
        var same = known.LastOrDefault(item => HashOf(item) == hash) ?? known.LastOrDefault(item => PodTemplate.Same(TemplateOf(item), template));
        if (same is null) return world.Create(Kinds.ControllerRevisions, NewRevision(owner, template, newest + 1));
        if (Number(same) == newest) return same;
        return world.Update(Kinds.ControllerRevisions, same, item => item["revision"] = newest + 1) ?? same;
    }

    /// <summary>Forgets the oldest that no pod is of, beyond the owner's <c>revisionHistoryLimit</c>.</summary>
    public void Forget(JsonObject owner, JsonObject present, Func<JsonObject, bool> isUsed)
    {
        var limit = (int)(owner.Number("spec", "revisionHistoryLimit") ?? 10);
        var idle = Of(owner).Where(item => item.Name() != present.Name() && !isUsed(item)).ToList();
        foreach (var item in idle.Take(Math.Max(0, idle.Count - limit))) world.Delete(Kinds.ControllerRevisions, item);
    }

    /// <summary>The template that a revision holds.</summary>
    public static JsonObject TemplateOf(JsonObject revision)
    {
        var template = (JsonObject)(revision.Object("data", "spec", "template") ?? []).DeepClone();
        template.Remove("$patch");
        return template;
    }

    /// <summary>The hash in a revision's name.</summary>
    public static string HashOf(JsonObject revision) => revision.Label(Label) ?? "";

    private static long Number(JsonObject revision) => revision.Number("revision") ?? 0;

    private JsonObject NewRevision(JsonObject owner, JsonObject template, long number)
    {
        var hash = PodTemplate.Hash(template);
        var name = $"{owner.Name()}-{hash}";
        var data = (JsonObject)template.DeepClone();
        data["$patch"] = "replace";
        var labels = (JsonObject)(template.Object("metadata", "labels") ?? []).DeepClone();
        labels[Label] = hash;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ControllerRevision",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = owner.Namespace(),
                ["uid"] = Uid($"{owner.Uid()}/{name}/{number.ToString(CultureInfo.InvariantCulture)}"),
                ["labels"] = labels,
                ["annotations"] = RevisionAnnotations(owner),
                ["ownerReferences"] = new JsonArray(PodTemplate.OwnerReference(kind, owner)),
            },
            ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = data } },
            ["revision"] = number,
        };
    }

    private static JsonObject RevisionAnnotations(JsonObject owner)
    {
        var annotations = (JsonObject)(owner.Object("metadata", "annotations") ?? []).DeepClone();
        annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
        return annotations;
    }

    // Its own, and not the world's chance: a revision more or less changes no name.
    private static string Uid(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
