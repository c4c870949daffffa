namespace K8sOps.Sandbox;

/// <summary>What a value of a schema is in JSON.</summary>
internal enum SchemaType
{
    /// <summary>Anything: the schema says nothing of it.</summary>
    Any,
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,

    /// <summary>A whole number or a text: a port, a percentage.</summary>
    IntOrString,

    /// <summary>A quantity: a text or a number.</summary>
    Quantity,
}
