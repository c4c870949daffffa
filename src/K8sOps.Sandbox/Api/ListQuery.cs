namespace K8sOps.Sandbox;

/// <summary>What of a collection is asked for.</summary>
internal sealed record ListQuery(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public bool Matches(StoredObject item) => (Namespace is null || item.Namespace == Namespace) && Labels.Matches(item) && Fields.Matches(item);
}
