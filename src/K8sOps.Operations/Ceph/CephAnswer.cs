using System.Text.Json.Nodes;

namespace K8sOps.Ceph;

/// <summary>What <c>ceph</c> said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output, as it came.</param>
/// <param name="Error">Its standard error: what a changing command says it did, and warnings.</param>
/// <param name="Json">The output as JSON; null where it is none, as after most changes.</param>
public sealed record CephAnswer(int ExitCode, string Output, string Error, JsonNode? Json);
