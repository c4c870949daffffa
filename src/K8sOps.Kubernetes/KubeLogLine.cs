namespace K8sOps.Kubernetes;

/// <summary>A line of a container's log.</summary>
/// <param name="Time">When the container runtime read it, UTC; null when the runtime wrote no time.</param>
/// <param name="Text">The line, without its end.</param>
public readonly record struct KubeLogLine(DateTimeOffset? Time, string Text);
