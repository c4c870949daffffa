namespace K8sOps.Sandbox.Tests;

/// <summary>Tests that no other runs beside: a clock that jumps takes a caller for idle that is only starved.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class AloneGroup;
