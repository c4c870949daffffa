namespace K8sOps.Kubernetes.Tests;

/// <summary>A body that comes in small pieces, and the clock goes on with each.</summary>
internal sealed class TrickleStream(TestClock clock, int piece, TimeSpan pause, byte[] bytes) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        clock.Advance(pause);
        return await base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
