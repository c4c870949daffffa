namespace YamlDotNet;

/// <summary>Tells whose copy was loaded.</summary>
public static class Foreign
{
    /// <summary>The version of this copy.</summary>
    public static string Version => typeof(Foreign).Assembly.GetName().Version!.ToString();
}
