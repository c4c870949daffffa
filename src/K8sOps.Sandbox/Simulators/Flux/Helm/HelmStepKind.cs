namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What kind of action helm-controller takes; of each kind it takes one in a run, and none after a remediation.</summary>
internal enum HelmStepKind
{
    Release,
    Remediate,
    Test,
    Unlock,
    CorrectDrift,
}
