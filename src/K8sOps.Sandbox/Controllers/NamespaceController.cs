using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// Gives a new namespace its first objects, and tells of one that is being deleted what still holds it. (Its phase, and emptying it, are
/// the store's.)
/// </summary>
internal sealed class NamespaceController(WorldIndex world) : Controller(world)
{
    private readonly HashSet<string> terminating = [];

    private const string RootAuthority = "kube-root-ca.crt";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Namespaces)
        {
            if (after is null)
            {
                terminating.Remove(before!.Name());
                return;
            }

            if (after.IsTerminating()) terminating.Add(after.Name());
            Enqueue(resource, after, Reconcile);
        }
        else if (terminating.Count > 0 && (after ?? before)!.Namespace() is { } ns && terminating.Contains(ns))
        {
            Enqueue(KubeResources.Namespaces, null, ns, Reconcile);
        }
    }

    private void Reconcile(JsonObject ns)
    {
        if (ns.IsTerminating())
        {
            TellWhatRemains(ns);
            return;
        }

        var name = ns.Name();
        Ensure(Kinds.ServiceAccounts, name, "default", null);
        Ensure(Kinds.ConfigMaps, name, RootAuthority, new JsonObject { ["ca.crt"] = "-----BEGIN CERTIFICATE-----\nsandbox: no certificate\n-----END CERTIFICATE-----\n" });
    }

    private void TellWhatRemains(JsonObject ns)
    {
        var content = World.Content(ns.Name()).OrderBy(static kind => kind.Resource.QualifiedName, StringComparer.Ordinal).ToList();
        var finalizers = content.SelectMany(static kind => kind.Items).SelectMany(static item => item.Texts("metadata", "finalizers")).CountBy(static name => name).OrderBy(static pair => pair.Key, StringComparer.Ordinal).ToList();
        var remains = string.Join(", ", content.Select(static kind => $"{(kind.Resource.Group.Length == 0 ? kind.Resource.Plural + "." : kind.Resource.QualifiedName)} has {kind.Items.Count} resource instances"));
        var held = string.Join(", ", finalizers.Select(static pair => $"{pair.Key} in {pair.Value} resource instances"));
        World.UpdateStatus(KubeResources.Namespaces, ns, item =>
        {
            var status = item.Child("status");
            void Say(string type, bool value, string reason, string message) => Fields.SetCondition(status, World.Now, type, value ? "True" : "False", reason, message);
            Say("NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered");
            Say("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed");
            Say("NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
            if (content.Count > 0) Say("NamespaceContentRemaining", true, "SomeResourcesRemain", $"Some resources are remaining: {remains}");
            else Say("NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed");
            if (finalizers.Count > 0) Say("NamespaceFinalizersRemaining", true, "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {held}");
            else Say("NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
        });
    }

    private void Ensure(KubeResource resource, string ns, string name, JsonObject? data)
    {
        if (World.Get(resource, ns, name) is not null) return;
        var item = new JsonObject
        {
            ["apiVersion"] = resource.ApiVersion,
            ["kind"] = resource.Kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        };
        if (data is not null) item["data"] = data;
        World.Create(resource, item);
    }
}
