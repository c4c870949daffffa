using System.Text;

namespace K8sOps.Sandbox;

/// <summary>The value of one field as it stands in the bytes, not yet understood.</summary>
internal readonly ref struct WireValue(WireType type, ulong number, ReadOnlySpan<byte> bytes)
{
    private readonly ulong _number = number;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public WireType Type { get; } = type;

    /// <summary>Zero, false, or no bytes at all.</summary>
    public bool IsZero => _number == 0 && _bytes.IsEmpty;

    /// <summary>The number of up to 64 bits.</summary>
    /// <exception cref="ApiException">400: it is not a varint.</exception>
    public ulong Varint => Type == WireType.Varint ? _number : throw Unexpected(WireType.Varint);

    /// <summary>The number with a fraction.</summary>
    /// <exception cref="ApiException">400: it is not eight bytes.</exception>
    public double Double => Type == WireType.Fixed64 ? BitConverter.UInt64BitsToDouble(_number) : throw Unexpected(WireType.Fixed64);

    /// <summary>The bytes of text or of a message.</summary>
    /// <exception cref="ApiException">400: it has no length.</exception>
    public ReadOnlySpan<byte> Bytes => Type == WireType.Bytes ? _bytes : throw Unexpected(WireType.Bytes);

    /// <summary>The bytes as UTF-8; what is no UTF-8 becomes U+FFFD, as in Go.</summary>
    /// <exception cref="ApiException">400: it has no length.</exception>
    public string Text => Encoding.UTF8.GetString(Bytes);

    private ApiException Unexpected(WireType wanted) => ProtobufBody.Malformed($"a field has wire type {Type} where {wanted} is expected");
}
