using System.Buffers.Binary;

namespace K8sOps.Sandbox;

/// <summary>Walks over the fields of a message; each step takes at least one byte, so it ends.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Takes the next field; false at the end. Groups, which Kubernetes does not use, are skipped.</summary>
    /// <exception cref="ApiException">400: the bytes are cut or are no fields.</exception>
    public bool Next(out int field, out WireValue value)
    {
        while (!IsAtEnd)
        {
            (field, var type) = Tag();
            if (type == WireType.StartGroup)
            {
                SkipGroup();
                continue;
            }

            value = Value(type);
            return true;
        }

        field = 0;
        value = default;
        return false;
    }

    /// <summary>Takes a number of up to 64 bits, seven a byte.</summary>
    /// <exception cref="ApiException">400: it is cut, or longer than ten bytes.</exception>
    public ulong Varint()
    {
        ulong number = 0;
        for (var at = 0; at < 10; at++)
        {
            if (at == _rest.Length) throw Cut();
            number |= (ulong)(_rest[at] & 0x7F) << (7 * at);
            if (_rest[at] >= 0x80) continue;
            _rest = _rest[(at + 1)..];
            return number;
        }

        throw ProtobufBody.Malformed("a number is longer than 64 bits");
    }

    private static ApiException Cut() => ProtobufBody.Malformed("it ends inside a field");

    private (int Field, WireType Type) Tag()
    {
        var tag = Varint();
        var field = tag >> 3;
        if (field is 0 or > 0x1FFF_FFFF) throw ProtobufBody.Malformed($"{field} is no number of a field");
        return ((int)field, (WireType)(tag & 7));
    }

    private WireValue Value(WireType type) => type switch
    {
        WireType.Varint => new WireValue(type, Varint(), default),
        WireType.Fixed64 => new WireValue(type, BinaryPrimitives.ReadUInt64LittleEndian(Take(8)), default),
        WireType.Fixed32 => new WireValue(type, BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), default),
        WireType.Bytes => new WireValue(type, 0, Take(Varint())),
        _ => throw ProtobufBody.Malformed($"a field has wire type {type}"),
    };

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw Cut();
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private void SkipGroup()
    {
        for (var open = 1; open > 0;)
        {
            if (IsAtEnd) throw Cut();
            var (_, type) = Tag();
            if (type == WireType.StartGroup) open++;
            else if (type == WireType.EndGroup) open--;
            else Value(type);
        }
    }
}
