namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A reference of an object of Flux to another one.</summary>
internal sealed record FluxReference(string Kind, string Namespace, string Name);
