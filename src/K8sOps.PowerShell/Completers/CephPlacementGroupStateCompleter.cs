namespace K8sOps.Completers;

/// <summary>Completes the words that the states of placement groups are made of.</summary>
public sealed class CephPlacementGroupStateCompleter : NameCompleter
{
    private static readonly (string State, string Means)[] s_states =
    [
        ("active", "serves its clients"),
        ("backfill_toofull", "cannot move: the OSD that should take it is too full"),
        ("backfill_wait", "waits to be moved"),
        ("backfilling", "is being moved"),
        ("clean", "has all its copies where they should be"),
        ("degraded", "has fewer copies than it should"),
        ("deep", "its copies are being compared byte for byte"),
        ("down", "a copy is missing without which it cannot go on"),
        ("forced_recovery", "somebody had its recovery put first"),
        ("incomplete", "has no copy that is whole"),
        ("inconsistent", "its copies differ"),
        ("laggy", "an OSD of it answers late"),
        ("peered", "its OSDs know each other, and it does not serve"),
        ("peering", "its OSDs are finding out who has what"),
        ("recovering", "is being made whole"),
        ("recovery_toofull", "cannot be made whole: an OSD is too full"),
        ("recovery_unfound", "has objects of which no copy can be found"),
        ("recovery_wait", "waits to be made whole"),
        ("remapped", "is served by other OSDs than it should be on"),
        ("scrubbing", "its copies are being compared"),
        ("snaptrim", "is clearing deleted snapshots away"),
        ("stale", "nobody has told of it lately: its OSDs are down"),
        ("undersized", "is on fewer OSDs than it should be"),
    ];

    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => [.. s_states.Select(s => new Completion(s.State, s.Means))];
}
