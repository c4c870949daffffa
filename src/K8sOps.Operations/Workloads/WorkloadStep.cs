using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>One request of a plan.</summary>
internal sealed record WorkloadStep(string Verb, Func<WriteOptions, CancellationToken, Task<JsonObject>> Send, IReadOnlyList<ObjectChange> Changes);
