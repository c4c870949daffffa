using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// Who owns which fields of an object, by the rules of server-side apply (structured-merge-diff): a write that is no apply takes over what
/// it changes, an apply owns what it names, and conflicts where it would change what another owns.
/// </summary>
internal static class FieldOwnership
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    // What the server itself keeps is nobody's.
    private static readonly FieldSet Kept = FieldSet.Of(
        "apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "metadata.creationTimestamp", "metadata.selfLink", "metadata.uid", "metadata.generation", "metadata.managedFields", "metadata.resourceVersion",
        "metadata.deletionTimestamp", "metadata.deletionGracePeriodSeconds");

    private static readonly FieldSet Status = FieldSet.Of("status");
    private static readonly FieldSet Spec = FieldSet.Of("spec");
    private static readonly FieldSet SpecAndMetadata = FieldSet.Of("spec", "metadata");

    /// <summary>The managers after a write that is no apply.</summary>
    /// <param name="before">The object before; null when it is new.</param>
    /// <param name="after">The object as it will be stored.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="managers">The managers before.</param>
    /// <param name="writer">Who writes; its fields are not looked at.</param>
    public static List<FieldManager> Written(JsonObject? before, JsonObject after, ServedKind kind, IReadOnlyList<FieldManager> managers, FieldManager writer)
    {
        var schema = kind.Schema;
        var comparison = FieldWalker.Compare(Bare(before) ?? Empty(schema), Bare(after), schema);
        var taken = comparison.Written.Difference(Kept).Without(Reset(kind, writer.Subresource));
        var left = new List<FieldManager>();
        foreach (var manager in managers)
        {
            var fields = manager.Fields.Difference(comparison.Written).Difference(comparison.Removed);
            if (manager.IsSameAs(writer) && !taken.IsEmpty) left.Add(writer with { Fields = fields.Union(taken) });
            else if (!fields.IsEmpty) left.Add(manager with { Fields = fields });
        }

        if (!taken.IsEmpty && !left.Exists(manager => manager.IsSameAs(writer))) left.Add(writer with { Fields = taken });
        return left;
    }

    /// <summary>Applies a configuration to an object.</summary>
    /// <returns>The object as it shall be, and its managers.</returns>
    /// <exception cref="ApiException">409: others own fields that would change.</exception>
    public static (JsonObject Body, List<FieldManager> Managers) Applied(JsonObject live, JsonObject applied, ServedKind kind, IReadOnlyList<FieldManager> managers, FieldManager writer, bool force)
    {
        var schema = kind.Schema;
        var isOld = managers.FirstOrDefault(manager => manager.IsSameAs(writer));
        if (managers.Count == 0)
        {
            var unmanaged = new FieldManager("before-first-apply", Applies: false, kind.Resource.ApiVersion, null, writer.Time, new FieldSet());
            managers = Written(null, live, kind, [], unmanaged);
        }

        var fields = FieldWalker.FieldsOf(Bare(applied), schema).Difference(Kept).Without(Reset(kind, writer.Subresource));
        writer = writer with { Fields = fields };
        var others = managers.Where(manager => !manager.IsSameAs(writer)).ToList();
        var bareLive = Bare(live)!;
        var merged = FieldWalker.Merge(bareLive, Bare(applied), schema)!.AsObject();
        if (isOld is not null) merged = Prune(merged, schema, others.Append(writer), isOld.Fields);
        var comparison = FieldWalker.Compare(bareLive, merged, schema);
        var conflicts = others.Select(manager => (Manager: manager, Fields: manager.Fields.Intersection(comparison.Written))).Where(static conflict => !conflict.Fields.IsEmpty).ToList();
        if (conflicts.Count > 0 && !force && !IsTakenOver(conflicts, bareLive, live, schema, writer)) throw Conflict(conflicts);
        var left = others.Select(manager => manager with { Fields = manager.Fields.Difference(comparison.Written).Difference(comparison.Removed) }).Where(static manager => !manager.Fields.IsEmpty).ToList();
        var isSame = comparison.IsSame && isOld is not null && isOld.Fields.SameAs(fields);
        if (!fields.IsEmpty) left.Add(isSame ? isOld! : writer);
        return (merged, left);
    }

    /// <summary>An object with nothing set in it, as a Go struct writes itself: structs are there, and lists that are always written.</summary>
    internal static JsonObject Empty(Schema schema)
    {
        var empty = new JsonObject();
        foreach (var (name, field) in schema.Fields)
        {
            if (field is { IsAlwaysThere: true, Type: SchemaType.Object }) empty[name] = Empty(field);
            else if (field is { IsRequired: true, Type: SchemaType.Array }) empty[name] = new JsonArray();
        }

        return empty;
    }

    /// <summary>Takes off what the manager applied last time and not now, and nobody else owns.</summary>
    private static JsonObject Prune(JsonObject merged, Schema schema, IEnumerable<FieldManager> managers, FieldSet last)
    {
        last = last.WithNamedFields(schema);
        var owned = managers.Aggregate(new FieldSet(), static (all, manager) => all.Union(manager.Fields)).WithNamedFields(schema);
        var all = FieldWalker.FieldsOf(merged, schema).WithNamedFields(schema);
        FieldSet Left(JsonNode? pruned) => pruned is null ? new FieldSet() : FieldWalker.FieldsOf(pruned, schema).WithNamedFields(schema);

        // Without all of the last time; then with what somebody owns; then with what was never this manager's.
        var pruned = FieldWalker.Remove(merged, last, schema);
        pruned = FieldWalker.Remove(merged, all.Difference(Left(pruned)).Difference(owned), schema);
        pruned = FieldWalker.Remove(merged, all.Difference(Left(pruned)).Intersection(last), schema);
        return pruned as JsonObject ?? [];
    }

    /// <summary>
    /// kubectl may take over what its own client-side apply wrote, told by the annotation that it leaves: fields that are still as it says.
    /// </summary>
    private static bool IsTakenOver(List<(FieldManager Manager, FieldSet Fields)> conflicts, JsonObject bareLive, JsonObject live, Schema schema, FieldManager writer)
    {
        if (writer.Name != "kubectl" || (string?)live["metadata"]?["annotations"]?[LastApplied] is not { } text) return false;
        if (ReadJson(text) is not JsonObject last) return false;
        var comparison = FieldWalker.Compare(last, bareLive, schema);
        var allowed = FieldWalker.FieldsOf(last, schema).Difference(comparison.Written).Difference(comparison.Removed);
        return conflicts.TrueForAll(conflict => conflict.Fields.Difference(allowed).IsEmpty);
    }

    private static JsonNode? ReadJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // Anybody may write the annotation; what is no JSON says nothing about ownership.
            return null;
        }
    }

    private static ApiException Conflict(List<(FieldManager Manager, FieldSet Fields)> conflicts)
    {
        var each = conflicts.SelectMany(static conflict => conflict.Fields.Paths().Select(path => (Manager: conflict.Manager.Described, Path: path))).ToList();
        var causes = new JsonArray([.. each.Select(static JsonNode (one) => new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = $"conflict with {one.Manager}", ["field"] = one.Path })]);
        var message = each.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {each[0].Manager}: {each[0].Path}"
            : $"Apply failed with {each.Count} conflicts: " + string.Join('\n', each.GroupBy(static one => one.Manager).OrderBy(static of => of.Key, StringComparer.Ordinal).Select(static of => $"conflicts with {of.Key}:\n" + string.Join('\n', of.Select(static one => "- " + one.Path))));
        return new ApiException(409, "Conflict", message, new JsonObject { ["causes"] = causes });
    }

    /// <summary>What a write to this endpoint never changes, and so never owns.</summary>
    private static FieldSet Reset(ServedKind kind, string? subresource) => (subresource, kind.HasStatus) switch
    {
        ("status", true) => kind.IsCustom ? SpecAndMetadata : Spec,
        (null, true) => Status,
        _ => new FieldSet(),
    };

    private static JsonObject? Bare(JsonObject? body)
    {
        if (body is null) return null;
        var bare = (JsonObject)body.DeepClone();
        (bare["metadata"] as JsonObject)?.Remove("managedFields");
        return bare;
    }
}
