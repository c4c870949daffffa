namespace K8sOps.Console.Running;

/// <summary>The arguments of the program cannot be understood.</summary>
public sealed class UsageException(string message) : Exception(message);
