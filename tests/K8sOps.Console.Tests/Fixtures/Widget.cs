namespace K8sOps.Console.Fixtures;

public sealed record Widget(string Name, WidgetState State, int Size, IReadOnlyList<string> Tags, string? Note = null, DateTimeOffset? Made = null);
