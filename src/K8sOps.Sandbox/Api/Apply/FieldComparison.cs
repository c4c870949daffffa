namespace K8sOps.Sandbox;

/// <summary>Which fields one version of an object has that another has not, or has otherwise.</summary>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public FieldSet Written => Added.Union(Modified);
}
