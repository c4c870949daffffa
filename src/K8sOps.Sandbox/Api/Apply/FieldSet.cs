using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// A set of field paths: who owns what. A tree whose edges are path elements as <c>FieldsV1</c> writes them (<c>f:name</c>,
/// <c>k:{"name":"app"}</c>, <c>v:"value"</c>); a node that <see cref="IsMember"/> is in the set itself. Operations make new sets.
/// </summary>
internal sealed class FieldSet
{
    private readonly Dictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether the path that leads here is in the set.</summary>
    public bool IsMember { get; private set; }

    public bool IsEmpty => !IsMember && _children.Count == 0;

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    /// <summary>A set of fields by their dotted paths.</summary>
    public static FieldSet Of(params ReadOnlySpan<string> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
        {
            var node = set;
            foreach (var part in path.Split('.')) node = node.Child("f:" + part);
            node.Add();
        }

        return set;
    }

    /// <summary>Reads <c>FieldsV1</c>.</summary>
    public static FieldSet Read(JsonObject fields)
    {
        var set = new FieldSet();
        foreach (var (key, value) in fields)
        {
            if (key == ".") continue;
            var child = value as JsonObject ?? [];
            var node = Read(child);
            if (child.Count == 0 || child.ContainsKey(".")) node.Add();
            set._children[key] = node;
        }

        return set;
    }

    /// <summary>The set as <c>FieldsV1</c>, in the order of an API server.</summary>
    public JsonObject Write()
    {
        var fields = new JsonObject();
        foreach (var (key, child) in _children.OrderBy(static child => child.Key, StringComparer.Ordinal))
        {
            var below = child.Write();
            if (child.IsMember && below.Count > 0) below.Insert(0, ".", new JsonObject());
            fields[key] = below;
        }

        return fields;
    }

    /// <summary>The node under a path element, made when there is none: for whoever builds a set.</summary>
    public FieldSet Child(string element)
    {
        if (_children.TryGetValue(element, out var child)) return child;
        return _children[element] = new FieldSet();
    }

    public void Add() => IsMember = true;

    /// <summary>Takes in what lies below another node: for whoever builds a set.</summary>
    public void Absorb(FieldSet below)
    {
        foreach (var (key, child) in below._children) _children[key] = child;
    }

    /// <summary>Takes a branch away: for whoever builds a set.</summary>
    public void Cut(string element) => _children.Remove(element);

    public FieldSet Union(FieldSet other)
    {
        var set = new FieldSet { IsMember = IsMember || other.IsMember };
        foreach (var (key, child) in _children) set._children[key] = other._children.TryGetValue(key, out var theirs) ? child.Union(theirs) : child;
        foreach (var (key, child) in other._children) set._children.TryAdd(key, child);
        return set;
    }

    public FieldSet Difference(FieldSet other) => Combine(other, isMember: IsMember && !other.IsMember, static (mine, theirs) => theirs is null ? mine : mine.Difference(theirs));

    /// <summary>As <see cref="Difference"/>, but what lies below a member of the other goes with it.</summary>
    public FieldSet Without(FieldSet other) => Combine(other, IsMember && !other.IsMember, static (mine, theirs) => theirs is null ? mine : theirs.IsMember ? new FieldSet() : mine.Without(theirs));

    public FieldSet Intersection(FieldSet other) => Combine(other, IsMember && other.IsMember, static (mine, theirs) => theirs is null ? new FieldSet() : mine.Intersection(theirs));

    public bool SameAs(FieldSet other) =>
        IsMember == other.IsMember && _children.Count == other._children.Count && _children.All(child => other._children.TryGetValue(child.Key, out var theirs) && child.Value.SameAs(theirs));

    /// <summary>Also takes in the struct fields that lie on the way to members (keys of maps and elements of lists are only members by themselves).</summary>
    public FieldSet WithNamedFields(Schema schema)
    {
        var set = new FieldSet { IsMember = IsMember };
        foreach (var (key, child) in _children)
        {
            var isField = key.StartsWith("f:", StringComparison.Ordinal);
            var below = child.WithNamedFields((isField ? schema.Field(key[2..]) : schema.Items) ?? Schema.Any);
            if (isField && schema.Fields.ContainsKey(key[2..])) below.Add();
            set._children[key] = below;
        }

        return set;
    }

    /// <summary>All members as an API server writes paths: <c>.spec.template.spec.containers[name="app"].image</c>, sorted.</summary>
    public IEnumerable<string> Paths() => Paths("").Order(StringComparer.Ordinal);

    private static string Written(string element)
    {
        if (element.StartsWith("f:", StringComparison.Ordinal)) return "." + element[2..];
        if (element.StartsWith("v:", StringComparison.Ordinal)) return $"[={element[2..]}]";
        if (!element.StartsWith("k:", StringComparison.Ordinal)) return $"[{element[2..]}]";
        return $"[{string.Join(',', JsonNode.Parse(element[2..])!.AsObject().Select(static key => $"{key.Key}={key.Value?.ToJsonString(StoredObject.Wire) ?? "null"}"))}]";
    }

    private IEnumerable<string> Paths(string prefix) =>
        _children.SelectMany(child =>
        {
            var path = prefix + Written(child.Key);
            return child.Value.IsMember ? child.Value.Paths(path).Prepend(path) : child.Value.Paths(path);
        });

    private FieldSet Combine(FieldSet other, bool isMember, Func<FieldSet, FieldSet?, FieldSet> combine)
    {
        var set = new FieldSet { IsMember = isMember };
        foreach (var (key, child) in _children)
        {
            var left = combine(child, other._children.GetValueOrDefault(key));
            if (!left.IsEmpty) set._children[key] = left;
        }

        return set;
    }
}
