using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What source-controller serves at its port <c>http</c>: the artifacts, where their status says.</summary>
internal sealed class ArtifactServer(ArtifactStorage storage) : IHttpProgram
{
    private const string App = "source-controller";
    private const int Port = 9090;

    /// <inheritdoc/>
    public HttpAnswer? Answer(HttpCall call)
    {
        if (call.Port != Port || call.Pod.Namespace() != FluxWorld.Namespace || (call.Pod.Label("app") ?? call.Pod.Label("app.kubernetes.io/name")) != App) return null;
        return storage.Find(Uri.UnescapeDataString(call.Path).TrimStart('/')) is { } artifact ? new HttpAnswer(200, "application/gzip", artifact.Bytes) : HttpAnswer.NotFound;
    }
}
