namespace K8sOps;

/// <summary>A pod that keeps a node from being drained, found before anything is done.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Why">What is in the way, as a sentence without its end.</param>
/// <param name="PassedBy">The parameter that lets it pass, such as <c>-Force</c>; null where none does.</param>
/// <param name="Remedy">What to do where no parameter helps; null where one does.</param>
public sealed record DrainObstacle(string Node, DrainPod Pod, string Why, string? PassedBy, string? Remedy);
