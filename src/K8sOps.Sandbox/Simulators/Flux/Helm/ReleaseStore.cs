using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The releases that are stored in a namespace.</summary>
internal sealed class ReleaseStore(WorldIndex world, string ns)
{
    /// <summary>The newest revision of a release; null when there is none.</summary>
    public ReleaseRecord? Last(string name) => All(name).FirstOrDefault();

    /// <summary>All revisions, newest first.</summary>
    public IEnumerable<ReleaseRecord> All(string name) => Secrets(name).Select(ReleaseStorage.Read).OfType<ReleaseRecord>();

    /// <summary>One revision; null when it is not stored.</summary>
    public ReleaseRecord? Find(string name, long version) =>
        world.Get(Kinds.Secrets, ns, ReleaseStorage.SecretName(name, (int)version)) is { } secret ? ReleaseStorage.Read(secret) : null;

    /// <summary>The revision that is deployed; null when none is.</summary>
    public ReleaseRecord? Deployed(string name) => Secrets(name).Where(static secret => secret.Label("status") == "deployed").Select(ReleaseStorage.Read).FirstOrDefault(static release => release is not null);

    /// <summary>Stores a revision, in place of what was stored of it.</summary>
    public ReleaseRecord Write(ReleaseRecord release)
    {
        var secret = ReleaseStorage.Write(release, ns, world.Now);
        if (world.Get(Kinds.Secrets, ns, secret.Name()) is { } stored)
        {
            world.Update(Kinds.Secrets, stored, body =>
            {
                body.Child("metadata")["labels"] = secret["metadata"]!["labels"]!.DeepClone();
                body["data"] = secret["data"]!.DeepClone();
            });
        }
        else
        {
            world.Create(Kinds.Secrets, secret);
        }

        return release;
    }

    /// <summary>Drops the oldest revisions, so that no more than <paramref name="most"/> stay; what is deployed stays in any case.</summary>
    public void Prune(string name, int most)
    {
        if (most <= 0) return;
        foreach (var secret in Secrets(name).Skip(most).Where(static secret => secret.Label("status") != "deployed").ToList()) world.Delete(Kinds.Secrets, secret);
    }

    /// <summary>Drops all revisions of a release.</summary>
    public void Clear(string name)
    {
        foreach (var secret in Secrets(name).ToList()) world.Delete(Kinds.Secrets, secret);
    }

    /// <summary>Newest first.</summary>
    private IEnumerable<JsonObject> Secrets(string name) => world.InNamespace(Kinds.Secrets, ns)
        .Where(secret => secret.Text("type") == ReleaseStorage.SecretType && secret.Label("owner") == "helm" && secret.Label("name") == name)
        .OrderByDescending(static secret => int.TryParse(secret.Label("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0);
}
