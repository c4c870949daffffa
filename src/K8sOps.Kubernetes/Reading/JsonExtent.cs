using System.Buffers;
using System.Runtime.CompilerServices;

namespace K8sOps.Kubernetes.Reading;

/// <summary>
/// Finds where one JSON value ends, over as many buffers as it takes, without looking at any byte twice. It only counts
/// brackets and strings; whether what stands between them is JSON, the deserializer finds.
/// </summary>
internal struct JsonExtent
{
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("{}[]\""u8);
    private static readonly SearchValues<byte> s_stringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> s_scalarEnd = SearchValues.Create(",]} \t\r\n"u8);

    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _inScalar;

    /// <summary>Goes through <paramref name="bytes"/>; true when the value ended, after <paramref name="consumed"/> bytes.</summary>
    // A long list is over before the runtime would have optimized what it is read with.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Advance(ReadOnlySpan<byte> bytes, out int consumed)
    {
        var i = 0;
        while (i < bytes.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                i++;
            }
            else if (_inString)
            {
                if (SkipString(bytes, ref i) && _depth == 0) break;
            }
            else if (_inScalar || (_depth == 0 && bytes[i] is not ((byte)'{' or (byte)'[' or (byte)'"')))
            {
                _inScalar = true;
                var end = bytes[i..].IndexOfAny(s_scalarEnd);
                consumed = end < 0 ? bytes.Length : i + end;
                return end >= 0;
            }
            else if (Structure(bytes, ref i))
            {
                break;
            }
        }

        consumed = i;
        return i > 0 && _depth == 0 && !_inString && !_escaped && !_inScalar;
    }

    // True when the string ended.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SkipString(ReadOnlySpan<byte> bytes, ref int i)
    {
        var next = bytes[i..].IndexOfAny(s_stringEnd);
        if (next < 0)
        {
            i = bytes.Length;
            return false;
        }

        i += next + 1;
        if (bytes[i - 1] == (byte)'"')
        {
            _inString = false;
            return true;
        }

        _escaped = true;
        return false;
    }

    // True when the value ended.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Structure(ReadOnlySpan<byte> bytes, ref int i)
    {
        var next = bytes[i..].IndexOfAny(s_structure);
        if (next < 0)
        {
            i = bytes.Length;
            return false;
        }

        i += next + 1;
        switch (bytes[i - 1])
        {
            case (byte)'"':
                _inString = true;
                return false;
            case (byte)'{' or (byte)'[':
                _depth++;
                return false;
            default:
                return --_depth <= 0;
        }
    }
}
