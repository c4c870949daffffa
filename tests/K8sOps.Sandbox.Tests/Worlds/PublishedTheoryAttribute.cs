using K8sOps.Sandbox.Tests.Api.Schemas;

namespace K8sOps.Sandbox.Tests.Worlds;

/// <summary>A test with data that needs the published schemas of Kubernetes; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedTheoryAttribute : TheoryAttribute
{
    public PublishedTheoryAttribute() => Skip = PublishedSchemas.Folder is null ? "../shared/crds/kubernetes is not on this machine." : null!;
}
