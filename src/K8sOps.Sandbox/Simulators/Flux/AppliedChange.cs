using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What became of one object of a Kustomization.</summary>
/// <param name="Resource">Its kind.</param>
/// <param name="Entry">The object, as the inventory has it.</param>
/// <param name="Action"><c>created</c>, <c>configured</c>, <c>unchanged</c>, <c>skipped</c> or <c>deleted</c>.</param>
internal sealed record AppliedChange(KubeResource Resource, InventoryEntry Entry, string Action)
{
    public const string Created = "created";
    public const string Configured = "configured";
    public const string Unchanged = "unchanged";
    public const string Skipped = "skipped";
    public const string Deleted = "deleted";

    public bool IsChange => Action is Created or Configured or Deleted;

    /// <inheritdoc/>
    public override string ToString() => $"{Entry.Subject} {Action}";
}
