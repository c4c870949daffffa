namespace K8sOps.Host;

/// <summary>A question before something is done.</summary>
/// <param name="Caption">The headline.</param>
/// <param name="Message">What would be done, to what.</param>
public sealed record ConfirmQuestion(string Caption, string Message);
