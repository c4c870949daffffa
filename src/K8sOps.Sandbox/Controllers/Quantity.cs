using System.Globalization;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Kubernetes quantities: <c>250m</c>, <c>1.5Gi</c>, <c>2e3</c>.</summary>
internal static class Quantity
{
    private static readonly (string Suffix, double Factor)[] Suffixes =
    [
        ("Ki", 1024d), ("Mi", 1048576d), ("Gi", 1073741824d), ("Ti", 1099511627776d), ("Pi", 1125899906842624d),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15),
    ];

    /// <summary>The value in units (cores, bytes); zero for nothing or for what cannot be read.</summary>
    public static double Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return 0;
        foreach (var (suffix, factor) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)) return Number(text[..^suffix.Length]) * factor;
        }

        return Number(text);
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
