using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// What stands outside the cluster: repositories, what lies in them, and whom they let in. In the beginning a repository holds what the
/// world's own manifests say: under each Kustomization's path, those that carry its labels.
/// </summary>
internal sealed class FluxUpstream
{
    public const string NameLabel = "kustomize.toolkit.fluxcd.io/name";
    public const string NamespaceLabel = "kustomize.toolkit.fluxcd.io/namespace";

    // What was pushed before the world begins; the last is what is in force.
    private static readonly (TimeSpan Age, string Message)[] Past =
    [
        (TimeSpan.FromDays(33), "Update dependency fluxcd/flux2 to v2.7.5"),
        (TimeSpan.FromDays(17), "Update gitea to 1.25.2"),
        (TimeSpan.FromDays(6), "Raise the memory limits of the databases"),
        (TimeSpan.FromHours(19), "Merge pull request 'Update container images' (#412)"),
    ];

    // The same in all worlds of a name, and so is what is made of it.
    private static readonly ConcurrentDictionary<(string World, string Url), ImmutableSortedDictionary<string, GitFile>> Trees = new();

    private readonly Dictionary<string, GitUpstream> _repositories = new(StringComparer.Ordinal);

    private readonly Dictionary<string, PackageUpstream> _packages = new(StringComparer.Ordinal);

    /// <summary>What lies in buckets, by endpoint and name.</summary>
    public Dictionary<(string Endpoint, string Name), ImmutableSortedDictionary<string, GitFile>> Buckets { get; } = [];

    /// <summary>The repositories of Git, by URL.</summary>
    public IReadOnlyDictionary<string, GitUpstream> Repositories => _repositories;

    /// <summary>What stands outside a world.</summary>
    /// <param name="world">The world's name.</param>
    /// <param name="start">The world's start.</param>
    public static FluxUpstream Of(string world, DateTimeOffset start)
    {
        var upstream = new FluxUpstream();
        var manifests = WorldManifests.Applied(world);
        foreach (var source in manifests.Where(static item => item.Resource == FluxKinds.GitRepositories).Select(static item => item.Body))
        {
            var git = upstream.Add(new GitUpstream(source.Text("spec", "url") ?? "", source.Text("spec", "ref", "branch") ?? "master")
            {
                Credentials = source.Text("spec", "secretRef", "name") is null ? [] : ["identity", "known_hosts"],
            });
            var files = Trees.GetOrAdd((world, git.Url), _ => Files(manifests, source));
            foreach (var (age, message) in Past) git.Push(message, start - age, _ => files);
        }

        foreach (var place in ChartCatalog.Of(world, start)) upstream.Add(place);
        return upstream;
    }

    /// <summary>The repository at a URL; null when nothing answers there.</summary>
    public GitUpstream? Git(string? url) => url is null ? null : _repositories.GetValueOrDefault(url);

    /// <summary>The place of charts or images at a URL; null when nothing answers there.</summary>
    public PackageUpstream? Packages(string? url) => url is null ? null : _packages.GetValueOrDefault(url.TrimEnd('/'));

    /// <summary>Adds a place of charts or images.</summary>
    public PackageUpstream Add(PackageUpstream place) => _packages[place.Url] = place;

    /// <summary>Where a chart of a Helm repository lies: the repository itself, or below it when it is a registry.</summary>
    public static string PackageUrl(string url, bool isRegistry, string chart) => isRegistry ? $"{url.TrimEnd('/')}/{chart}" : url.TrimEnd('/');

    /// <summary>Adds a repository.</summary>
    public GitUpstream Add(GitUpstream repository) => _repositories[repository.Url] = repository;

    private static ImmutableSortedDictionary<string, GitFile> Files(IReadOnlyList<(KubeResource Resource, JsonObject Body)> manifests, JsonObject source)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, GitFile>(StringComparer.Ordinal);
        var folders = manifests.Where(item => item.Resource == FluxKinds.Kustomizations && FluxReferences.SourceOf(item.Body) == FluxReferences.Of(FluxKinds.GitRepositories, source))
            .ToDictionary(static item => (item.Body.Namespace(), (string?)item.Body.Name()), static item => GitCommit.Folder(item.Body.Text("spec", "path")));
        foreach (var (_, body) in manifests)
        {
            if (!folders.TryGetValue((body.Label(NamespaceLabel), body.Label(NameLabel)), out var folder)) continue;
            // Objects of one kind and name in several namespaces of one folder stand in one file each.
            var path = folder + GitTree.FileName(body);
            if (files.ContainsKey(path)) path = $"{folder}{body.Namespace()}-{GitTree.FileName(body)}";
            files[path] = new GitFile(Written(body));
        }

        return folders.Values.Distinct().Aggregate(files.ToImmutable(), static (tree, folder) => tree.Indexed(folder));
    }

    /// <summary>A manifest as people wrote it: without the labels that Flux adds.</summary>
    private static JsonObject Written(JsonObject body)
    {
        var written = (JsonObject)body.DeepClone();
        if (written.Object("metadata", "labels") is not { } labels) return written;
        labels.Remove(NameLabel);
        labels.Remove(NamespaceLabel);
        if (labels.Count == 0) written.Child("metadata").Remove("labels");
        return written;
    }
}
