namespace K8sOps.Sandbox;

/// <summary>A field of a message.</summary>
/// <param name="Name">In JSON; null where the fields of the message inside stand among its neighbours.</param>
/// <param name="Type">What a value is.</param>
/// <param name="Shape">How many values it has.</param>
/// <param name="Message">Of what the values are, when they are messages.</param>
/// <param name="OmitsZero">Whether JSON leaves it out when it is zero: protobuf sends it all the same.</param>
internal sealed record ProtobufField(string? Name, ProtobufFieldType Type, ProtobufShape Shape, ProtobufMessage? Message, bool OmitsZero);
