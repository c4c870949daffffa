using System.Text;

namespace K8sOps.Sandbox.Containers;

/// <summary>What a program answers.</summary>
/// <param name="Code">The status code.</param>
/// <param name="ContentType">What the body is.</param>
/// <param name="Body">The body.</param>
internal sealed record HttpAnswer(int Code, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>What most servers say to a path that they do not have.</summary>
    public static HttpAnswer NotFound { get; } = Text(404, "404 page not found\n");

    public static HttpAnswer Text(int code, string text) => new(code, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
