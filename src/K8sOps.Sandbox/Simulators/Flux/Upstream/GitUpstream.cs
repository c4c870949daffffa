using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A repository of Git outside the cluster.</summary>
/// <param name="url">The URL that it is fetched from.</param>
/// <param name="branch">Its only branch.</param>
internal sealed class GitUpstream(string url, string branch)
{
    private readonly List<GitCommit> _commits = [];

    public string Url { get; } = url;

    public string Branch { get; } = branch;

    /// <summary>Its commits, newest last.</summary>
    public IReadOnlyList<GitCommit> Commits => _commits;

    /// <summary>What the branch points at.</summary>
    public GitCommit Head => _commits[^1];

    /// <summary>Why it cannot be fetched, in Git's words; null while it can be.</summary>
    public string? Failure { get; set; }

    /// <summary>Keys of the Secret that a source must name; none for a public repository.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];

    /// <summary>The values that those keys must have, where they are known; what is not named may be anything.</summary>
    public IReadOnlyDictionary<string, string> Accepted { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why it lets nobody in who comes with a Secret's data, in Git's words; null when it does.</summary>
    /// <param name="data">The Secret's <c>data</c>, in base64; null for none.</param>
    public string? WhyShut(JsonObject? data)
    {
        var isRight = Credentials.All(key => data.Text(key) is not null) && Accepted.All(pair => data.Text(pair.Key) == Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value)));
        if (isRight) return null;
        return Url.StartsWith("ssh:", StringComparison.Ordinal) ? "ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain" : "authentication required: Unauthorized";
    }

    /// <summary>Pushes a commit.</summary>
    /// <param name="message">Its message.</param>
    /// <param name="time">When.</param>
    /// <param name="change">Makes its files of those before.</param>
    public GitCommit Push(string message, DateTimeOffset time, Func<ImmutableSortedDictionary<string, GitFile>, ImmutableSortedDictionary<string, GitFile>> change)
    {
        var before = _commits.Count == 0 ? ImmutableSortedDictionary.Create<string, GitFile>(StringComparer.Ordinal) : Head.Files;
        var text = $"{Url}\n{(_commits.Count == 0 ? "" : Head.Sha)}\n{time:O}\n{message}";
        // As long as Git's own.
        var sha = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
        var commit = new GitCommit(sha, message, time, change(before));
        _commits.Add(commit);
        return commit;
    }

    /// <summary>Pushes a commit that takes the last one back.</summary>
    public GitCommit Revert(DateTimeOffset time)
    {
        var files = _commits[^2].Files;
        return Push($"Revert \"{Head.Message}\"", time, _ => files);
    }

    /// <summary>A revision as Flux writes it.</summary>
    public string Revision(GitCommit commit) => $"{Branch}@sha1:{commit.Sha}";

    /// <summary>What a reference of a GitRepository leads to.</summary>
    /// <param name="reference">The <c>spec.ref</c>; null for the default branch that Flux takes, <c>master</c>.</param>
    /// <param name="revision">The revision as Flux writes it; why there is none, in Git's words, when there is no commit.</param>
    /// <returns>The commit; null when there is none.</returns>
    public GitCommit? Wanted(JsonObject? reference, out string revision)
    {
        var wanted = reference.Text("branch") ?? (reference.Text("commit") is null ? "master" : null);
        if (reference.Text("name") is { } full)
        {
            var isOurs = full == $"refs/heads/{Branch}";
            revision = isOurs ? $"{full}@sha1:{Head.Sha}" : $"couldn't find remote ref \"{full}\"";
            return isOurs ? Head : null;
        }

        if ((reference.Text("semver") ?? reference.Text("tag")) is { } tag)
        {
            revision = $"couldn't find remote ref \"refs/tags/{tag}\"";
            return null;
        }

        if (wanted is not null && wanted != Branch)
        {
            revision = $"couldn't find remote ref \"refs/heads/{wanted}\"";
            return null;
        }

        if (reference.Text("commit") is not { } sha)
        {
            revision = Revision(Head);
            return Head;
        }

        var commit = _commits.Find(one => one.Sha == sha);
        revision = commit is null ? "object not found" : wanted is null ? $"sha1:{sha}" : Revision(commit);
        return commit;
    }

    /// <summary>The commit of a revision; null when there is none.</summary>
    public GitCommit? Find(string? revision) => _commits.FindLast(commit => Revision(commit) == revision);
}
