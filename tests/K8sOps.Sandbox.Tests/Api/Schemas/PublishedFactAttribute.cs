namespace K8sOps.Sandbox.Tests.Api.Schemas;

/// <summary>A test that needs the published schemas of Kubernetes; skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute() => Skip = PublishedSchemas.Folder is null ? "../shared/crds/kubernetes is not on this machine." : null!;
}
