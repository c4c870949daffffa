namespace K8sOps.Console.Fixtures;

public enum WidgetState
{
    Unknown = 0,
    Good,
    Broken,
}
