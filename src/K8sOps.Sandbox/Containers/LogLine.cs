using System.Globalization;
using System.Text;

namespace K8sOps.Sandbox.Containers;

/// <summary>A line that a container wrote.</summary>
/// <param name="Time">When its runtime read it, UTC.</param>
/// <param name="Text">The line, without its end.</param>
internal readonly record struct LogLine(DateTimeOffset Time, string Text)
{
    /// <summary>The line as a kubelet sends it: its time has always nine digits after the point.</summary>
    public byte[] ToBytes(bool withTime) => Encoding.UTF8.GetBytes(withTime
        ? string.Create(CultureInfo.InvariantCulture, $"{Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff}00Z {Text}\n")
        : Text + "\n");
}
