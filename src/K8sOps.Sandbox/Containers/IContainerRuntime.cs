using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Containers;

/// <summary>What an API server asks the kubelets for. Used under the world's lock.</summary>
internal interface IContainerRuntime
{
    /// <summary>Why the node's kubelet cannot be spoken to, in the words of who tried; null when it can.</summary>
    string? WhyUnreachable(string node);

    /// <summary>Whether a container of the pod runs now, so that a program can be started in it.</summary>
    bool IsRunning(JsonObject pod, string container);

    /// <summary>The log of a container's run: of the one that goes on or was last, or, <paramref name="previous"/>, of the one before. Null when it has none.</summary>
    ContainerLog? LogOf(JsonObject pod, string container, bool previous);
}
