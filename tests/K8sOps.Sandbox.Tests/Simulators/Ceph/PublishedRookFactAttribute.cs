namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary>A test that needs the definitions that Rook publishes; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedRookFactAttribute : FactAttribute
{
    public PublishedRookFactAttribute() => Skip = File is null ? "../shared/crds/rook is not on this machine." : null!;

    /// <summary>The file with the definitions; null when it is not on this machine.</summary>
    public static string? File { get; } = Checkout.Shared("crds", "rook", "crds.yaml");
}
