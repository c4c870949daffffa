namespace K8sOps.Sandbox;

/// <summary>How many values a field has.</summary>
internal enum ProtobufShape
{
    Single,
    List,

    /// <summary>Values by text.</summary>
    Map,
}
