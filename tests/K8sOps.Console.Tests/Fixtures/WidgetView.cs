namespace K8sOps.Console.Fixtures;

/// <summary>View functions, as K8sOps.View has them.</summary>
public static class WidgetView
{
    public static string State(object? state) => $"\u001b[31m{state}\u001b[0m";

    public static string Both(string name, string? note) => $"{name}+{note ?? "nothing"}";
}
