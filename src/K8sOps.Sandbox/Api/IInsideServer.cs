using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// The API server as a controller inside the world reaches it: requests are decoded, admitted, validated and owned as a client's are. Called
/// under the world's lock; what was changed is told to the controllers once the action that asked is over.
/// </summary>
internal interface IInsideServer
{
    /// <summary>Server-side apply.</summary>
    /// <param name="resource">The kind.</param>
    /// <param name="manifest">What to apply; it is not changed.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="force">Whether to take over what others own.</param>
    /// <param name="isDryRun">Whether to say only what would become of it.</param>
    /// <returns>The object as it is then, and whether that is otherwise than before.</returns>
    /// <exception cref="ApiException">It was refused, in the server's words.</exception>
    (JsonObject Body, bool IsChanged) Apply(KubeResource resource, JsonObject manifest, string manager, bool force, bool isDryRun);

    /// <summary>Any other write: create, replace, patch or delete.</summary>
    /// <exception cref="ApiException">It was refused, in the server's words.</exception>
    JsonObject Send(KubeRequest request);
}
