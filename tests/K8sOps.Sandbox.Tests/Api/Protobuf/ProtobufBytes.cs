using System.Text;

namespace K8sOps.Sandbox.Tests.Api.Protobuf;

/// <summary>Makes protobuf by hand.</summary>
internal sealed class ProtobufBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>A body as Kubernetes wraps it.</summary>
    public static byte[] Body(string apiVersion, string kind, ProtobufBytes raw, ProtobufBytes? more = null) =>
        [.. "k8s\0"u8, .. new ProtobufBytes().Message(1, new ProtobufBytes().Text(1, apiVersion).Text(2, kind)).Message(2, raw).Build(), .. more?.Build() ?? []];

    public byte[] Build() => [.. _bytes];

    public ProtobufBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public ProtobufBytes Number(int field, long number)
    {
        Varint((ulong)field << 3);
        Varint((ulong)number);
        return this;
    }

    public ProtobufBytes Double(int field, double number)
    {
        Varint(((ulong)field << 3) | 1);
        return Raw(BitConverter.GetBytes(number));
    }

    public ProtobufBytes Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public ProtobufBytes Message(int field, ProtobufBytes message) => Bytes(field, message.Build());

    public ProtobufBytes Bytes(int field, params byte[] bytes)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)bytes.Length);
        return Raw(bytes);
    }

    private void Varint(ulong number)
    {
        for (; number >= 0x80; number >>= 7) _bytes.Add((byte)(number | 0x80));
        _bytes.Add((byte)number);
    }
}
