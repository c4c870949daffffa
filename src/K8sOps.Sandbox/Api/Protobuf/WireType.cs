namespace K8sOps.Sandbox;

/// <summary>How a field is laid out in bytes; the values are those of the protobuf encoding.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    StartGroup = 3,
    EndGroup = 4,
    Fixed32 = 5,
}
