using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using K8sOps.Ceph.Reading;

namespace K8sOps.Ceph;

/// <summary>
/// Reads placement groups out of <c>ceph pg dump -f json</c> as it comes: however many there are (a large cluster's document has hundreds of
/// megabytes), no more than a few are held at a time.
/// </summary>
public sealed class CephPlacementGroupReader
{
    private const int WindowBytes = 128 * 1024;

    // A single token: nothing in a dump comes near it, and a string that is never closed must not fill the memory.
    private const int LongestToken = 16 * 1024 * 1024;

    private readonly CephReadingContext _at;
    private readonly IReadOnlyDictionary<int, string> _pools;

    /// <summary>Creates the reader.</summary>
    /// <param name="cluster">The kubeconfig context.</param>
    /// <param name="ns">The namespace of the CephCluster.</param>
    /// <param name="now">The time, by the cluster's clock.</param>
    /// <param name="pools">Names of the pools by number; null where they are not known.</param>
    public CephPlacementGroupReader(string cluster, string ns, DateTimeOffset now, IReadOnlyDictionary<int, string>? pools = null)
    {
        _at = new CephReadingContext(cluster, ns, now);
        _pools = pools ?? new Dictionary<int, string>();
    }

    /// <summary>Streams the placement groups of a dump.</summary>
    /// <exception cref="OperationException"><c>CephAnswerInvalid</c> for what is no dump, or not all of one; what was handed out until then is good.</exception>
    public async IAsyncEnumerable<CephPlacementGroup> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            var parser = new CephPlacementGroupParser();
            var ready = new List<CephPlacementGroup>();
            var (length, isLast) = (0, false);
            while (!isLast)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                isLast = read == 0;
                length += read;
                var consumed = Parse(parser, buffer.AsSpan(0, length), isLast, ready);
                foreach (var group in ready) yield return group;
                ready.Clear();
                buffer.AsSpan(consumed, length - consumed).CopyTo(buffer);
                length -= consumed;
                if (length == buffer.Length) buffer = Grown(buffer);
            }

            if (!parser.HasSeenGroups) throw Invalid("it has no placement groups.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Parse(CephPlacementGroupParser parser, ReadOnlySpan<byte> bytes, bool isLast, List<CephPlacementGroup> ready)
    {
        try
        {
            return parser.Advance(bytes, isLast, row => ready.Add(row.Id is { Length: > 0 } ? row.ToRecord(_pools, _at) : throw Invalid("a placement group in it has no id.")));
        }
        catch (JsonException e)
        {
            throw Invalid(isLast ? "it ends in the middle." : "it is not JSON: " + e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair, escaped.
            throw Invalid("it is not JSON: " + e.Message, e);
        }
    }

    private byte[] Grown(byte[] buffer)
    {
        if (buffer.Length >= LongestToken) throw Invalid("a single value in it does not end.");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private OperationException Invalid(string why, Exception? inner = null)
        => new("CephAnswerInvalid", OperationCategory.InvalidResult, _at.Namespace, $"Cannot use what ceph pg dump answered on {_at.Cluster}: {why}", null, inner);
}
