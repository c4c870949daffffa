namespace K8sOps.Sandbox;

/// <summary>What a list is to those who write it together (<c>x-kubernetes-list-type</c>).</summary>
internal enum ListType
{
    /// <summary>One value, owned as a whole.</summary>
    Atomic,

    /// <summary>Plain values, each owned by itself.</summary>
    Set,

    /// <summary>Objects told apart by their keys.</summary>
    Map,
}
