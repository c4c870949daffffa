using System.Collections;

namespace K8sOps.Runbooks.Runs;

/// <summary>What PowerShell wraps its objects in. It is known by name only: this library knows no engine.</summary>
internal static class EngineObject
{
    private const string Namespace = "System.Management.Automation.";

    /// <summary>The object in its wrapper, or itself; a bag of properties stays as it is.</summary>
    public static object? Unwrap(object? value)
    {
        while (value is not null && value.GetType().FullName == Namespace + "PSObject")
        {
            var inner = value.GetType().GetProperty("BaseObject")?.GetValue(value);
            if (inner is null || ReferenceEquals(inner, value) || inner.GetType().FullName == Namespace + "PSCustomObject") return value;
            value = inner;
        }

        return value;
    }

    /// <summary>Whether it is a secret by its type.</summary>
    public static bool IsSecret(object value)
        => value is System.Security.SecureString or System.Net.NetworkCredential || value.GetType().FullName == Namespace + "PSCredential";

    /// <summary>The properties of a bag; null for any other object.</summary>
    public static IEnumerable<(string Name, object? Value)>? Properties(object value)
    {
        if (value.GetType().FullName != Namespace + "PSObject" || value.GetType().GetProperty("Properties")?.GetValue(value) is not IEnumerable properties) return null;
        return properties.Cast<object>().Select(p => ((string)p.GetType().GetProperty("Name")!.GetValue(p)!, Value(p)));
    }

    private static object? Value(object property)
    {
        try
        {
            return property.GetType().GetProperty("Value")!.GetValue(property);
        }
        catch (System.Reflection.TargetInvocationException e)
        {
            // A script property that fails says so in its place.
            return $"({e.InnerException?.Message ?? e.Message})";
        }
    }
}
