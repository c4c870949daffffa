using System.ComponentModel;
using System.Text.Json.Nodes;

namespace K8sOps.Console.Tests.Serve;

/// <summary>A test that needs kubectl 1.31 or newer on the PATH; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Missing);

    public KubectlFactAttribute() => Skip = Reason.Value!;

    private static string? Missing()
    {
        try
        {
            var run = Kubectl.RunAsync("version", "--client", "-o", "json").GetAwaiter().GetResult();
            if (run.Code != 0) return $"kubectl does not tell its version: {run.Error}";
            var text = (string)JsonNode.Parse(run.Output)!["clientVersion"]!["gitVersion"]!;
            return Version.Parse(text.TrimStart('v').Split('-', '+')[0]) >= new Version(1, 31) ? null : $"kubectl is {text}; 1.31 or newer is needed.";
        }
        catch (Win32Exception e)
        {
            return $"kubectl is not on the PATH: {e.Message}";
        }
    }
}
