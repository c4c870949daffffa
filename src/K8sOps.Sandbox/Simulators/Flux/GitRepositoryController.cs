using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>source-controller's GitRepository part.</summary>
internal sealed class GitRepositoryController(FluxWorld flux) : SourceController(flux, FluxKinds.GitRepositories)
{
    private const string GitFailed = "GitOperationFailed";

    protected override SourceFetch Fetch(JsonObject item)
    {
        var url = item.Text("spec", "url") ?? "";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return SourceFetch.Failed("URLInvalid", $"failed to parse url '{url}': parse \"{url}\": invalid URI for request", isStalled: true);
        var secret = item.Text("spec", "secretRef", "name");
        if (secret is not null && World.Get(Kinds.Secrets, item.Namespace(), secret) is null)
        {
            return SourceFetch.Failed("AuthenticationFailed", $"failed to get secret '{item.Namespace()}/{secret}': secrets \"{secret}\" not found");
        }

        var data = secret is null ? null : World.Get(Kinds.Secrets, item.Namespace(), secret).Object("data");
        if (address.Scheme == "ssh" && Array.Find(["identity", "known_hosts"], key => data.Text(key) is null) is { } missing)
        {
            var why = secret is null ? "no auth options could be constructed from the given secret: secretRef is required for SSH" : $"'{missing}' is required";
            return SourceFetch.Failed("AuthenticationFailed", $"failed to configure authentication options: {why}");
        }

        return Upstream(item, url, address, data);
    }

    protected override void Observe(JsonObject item, JsonObject status)
    {
        Fields.SetOrRemove(status, "observedIgnore", item.Text("spec", "ignore"));
    }

    private SourceFetch Upstream(JsonObject item, string url, Uri address, JsonObject? data)
    {
        var git = Flux.Upstream.Git(url);
        var failure = git is null ? $"dial tcp: lookup {address.Host} on 10.43.0.10:53: no such host"
            : git.Failure ?? git.WhyShut(data);
        // With an artifact at hand the remote is only asked for its references.
        var attempt = item.Object("status", "artifact") is null ? "unable to clone" : "unable to list remote for";
        if (git is null || failure is not null) return SourceFetch.Failed(GitFailed, $"failed to checkout and determine revision: {attempt} '{url}': {failure}");
        if (git.Wanted(item.Object("spec", "ref"), out var revision) is not { } commit) return SourceFetch.Failed(GitFailed, $"failed to checkout and determine revision: unable to clone '{url}': {revision}");
        var artifact = new StoredArtifact($"{Folder(item)}{commit.Sha}.tar.gz", revision, commit.Files);
        return new SourceFetch
        {
            Artifact = artifact,
            Since = commit.Time,
            Told = $"stored artifact for commit '{commit.Message.Split('\n')[0]}'",
            AgainReason = "GitOperationSucceeded",
            ToldAgain = $"no changes since last reconciliation: observed revision '{revision}'",
            Message = $"stored artifact for revision '{revision}'",
        };
    }
}
