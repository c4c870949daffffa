namespace K8sOps;

/// <summary>A check that a system offers: what completion and docs/checks.md know of it.</summary>
/// <param name="Id">Stable id, such as <c>K8S.NODE_NOT_READY</c>.</param>
/// <param name="Title">What it looks for, in one phrase.</param>
/// <param name="Runbook">The runbook that treats its findings, or null.</param>
/// <param name="Symptom">The symptom's heading there, or null.</param>
public sealed record CheckInfo(string Id, string Title, string? Runbook = null, string? Symptom = null);
