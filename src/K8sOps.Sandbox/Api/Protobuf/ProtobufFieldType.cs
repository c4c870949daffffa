namespace K8sOps.Sandbox;

/// <summary>What the value of a field is in JSON; in <c>messages.txt</c> by these names, with a small first letter.</summary>
internal enum ProtobufFieldType
{
    /// <summary>A message with fields of its own.</summary>
    Message,
    String,
    Bool,
    Int,
    Long,
    Double,

    /// <summary>Base64.</summary>
    Bytes,

    /// <summary>A moment to the second, in UTC.</summary>
    Time,

    /// <summary>A moment to the microsecond, in UTC.</summary>
    MicroTime,

    /// <summary>An amount such as <c>100m</c>, as text.</summary>
    Quantity,

    /// <summary>A whole number or text, such as <c>25%</c>.</summary>
    IntOrString,

    /// <summary>JSON, as it is.</summary>
    Json,

    /// <summary>A message that is but a list of text.</summary>
    Strings,
}
