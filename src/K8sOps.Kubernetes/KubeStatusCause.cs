namespace K8sOps.Kubernetes;

/// <summary>One entry of <c>Status.details.causes</c>.</summary>
/// <param name="Reason">A word for programs, such as <c>FieldValueInvalid</c> or <c>DisruptionBudget</c>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Field">The field it is about, or null.</param>
public sealed record KubeStatusCause(string? Reason, string? Message, string? Field);
