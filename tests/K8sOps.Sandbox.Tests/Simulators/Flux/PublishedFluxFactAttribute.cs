namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>A test that needs the definitions that Flux publishes; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFluxFactAttribute : FactAttribute
{
    public PublishedFluxFactAttribute() => Skip = Folder is null ? "../shared/crds/flux is not on this machine." : null!;

    /// <summary>The folder with the definitions; null when it is not on this machine.</summary>
    public static string? Folder { get; } = Checkout.Shared("crds", "flux");
}
