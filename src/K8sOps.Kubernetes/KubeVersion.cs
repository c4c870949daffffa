namespace K8sOps.Kubernetes;

/// <summary>What an API server says it is (<c>GET /version</c>).</summary>
/// <param name="GitVersion">The version, such as <c>v1.34.2+k3s1</c>.</param>
/// <param name="Major">The major number, such as <c>1</c>.</param>
/// <param name="Minor">The minor number, such as <c>34</c> or <c>34+</c>.</param>
/// <param name="Platform">Operating system and architecture, such as <c>linux/amd64</c>.</param>
public sealed record KubeVersion(string GitVersion, string Major, string Minor, string Platform)
{
    /// <inheritdoc/>
    public override string ToString() => GitVersion;
}
