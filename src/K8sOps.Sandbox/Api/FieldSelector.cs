namespace K8sOps.Sandbox;

/// <summary>A field selector: <c>status.phase!=Running,spec.nodeName=node-1</c>.</summary>
internal sealed class FieldSelector
{
    private readonly List<(int Field, string Value, bool IsEqual)> _terms = [];

    /// <summary>Reads a selector for a kind.</summary>
    /// <exception cref="ApiException">400: a term without an operator, or a field that the kind cannot be selected by.</exception>
    public static FieldSelector Parse(string? text, ServedKind kind)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) throw ApiException.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            var isEqual = at == 0 || term[at - 1] != '!';
            var field = term[..(isEqual ? at : at - 1)].Trim();
            var value = term[(at + 1)..];
            if (isEqual && value.StartsWith('=')) value = value[1..];
            selector._terms.Add((FieldOf(field, kind), value.Trim(), isEqual));
        }

        return selector;
    }

    public bool Matches(StoredObject item)
    {
        foreach (var (field, value, isEqual) in _terms)
        {
            var actual = field switch { -2 => item.Namespace, -1 => item.Name, _ => item.Fields[field] };
            if ((actual == value) != isEqual) return false;
        }

        return true;
    }

    private static int FieldOf(string field, ServedKind kind)
    {
        if (field == "metadata.name") return -1;
        if (field == "metadata.namespace") return -2;
        for (var i = 0; i < kind.Fields.Count; i++)
        {
            if (kind.Fields[i] == field) return i;
        }

        throw ApiException.BadRequest($"field label not supported: {field}");
    }
}
