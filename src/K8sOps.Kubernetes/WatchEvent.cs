namespace K8sOps.Kubernetes;

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object as it now is; for <see cref="WatchEventType.Deleted"/> as it last was.</param>
public sealed record WatchEvent<T>(WatchEventType Type, T Object);
