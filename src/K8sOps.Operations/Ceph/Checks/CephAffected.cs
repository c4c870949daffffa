namespace K8sOps.Ceph.Checks;

/// <summary>One thing that a complaint of Ceph's is about.</summary>
/// <param name="Kind">Its kind among our records, or null for the complaint as a whole.</param>
/// <param name="Name">Its name; null for the complaint as a whole.</param>
/// <param name="Message">What Ceph says of it.</param>
/// <param name="Evidence">Further lines.</param>
/// <param name="Parameters">What it tells of the runbook's parameters.</param>
internal sealed record CephAffected(string? Kind, string? Name, string Message, IReadOnlyList<string> Evidence, params IReadOnlyList<(string Name, object Value)> Parameters);
