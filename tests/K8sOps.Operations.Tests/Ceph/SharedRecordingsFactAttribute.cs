namespace K8sOps.Operations.Tests.Ceph;

/// <summary>A test over all recordings; it is skipped, with the reason, where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedRecordingsFactAttribute : FactAttribute
{
    public SharedRecordingsFactAttribute()
    {
        if (Recordings.Shared is null) Skip = "The folder of recordings (shared/fixtures/ceph) is not here.";
    }
}
