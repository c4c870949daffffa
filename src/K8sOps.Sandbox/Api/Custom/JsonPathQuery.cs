using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// JSONPath as additionalPrinterColumns use it: fields (<c>.status.phase</c>, <c>['a.b']</c>, <c>\.</c> in names), elements (<c>[0]</c>,
/// <c>[-1]</c>, <c>[*]</c>) and filters by equality (<c>[?(@.type=="Ready")]</c>).
/// </summary>
internal static class JsonPathQuery
{
    /// <summary>Everything that a path finds; nothing where it leads nowhere, or is of a form that is not known.</summary>
    public static IEnumerable<JsonNode> Find(JsonNode root, string path)
    {
        IEnumerable<JsonNode> found = [root];
        var at = 0;
        while (at < path.Length)
        {
            if (path[at] == '[')
            {
                var end = Closing(path, at);
                if (end < 0) return [];
                var inner = path[(at + 1)..end];
                found = Step(found, inner);
                at = end + 1;
            }
            else
            {
                if (path[at] == '.') at++;
                var name = new System.Text.StringBuilder();
                while (at < path.Length && path[at] is not ('.' or '['))
                {
                    if (path[at] == '\\' && at + 1 < path.Length) at++;
                    name.Append(path[at++]);
                }

                if (name.Length > 0) found = Field(found, name.ToString());
            }
        }

        return found;
    }

    private static int Closing(string path, int open)
    {
        char quote = '\0';
        for (var i = open; i < path.Length; i++)
        {
            if (quote != '\0')
            {
                if (path[i] == quote) quote = '\0';
            }
            else if (path[i] is '"' or '\'')
            {
                quote = path[i];
            }
            else if (path[i] == ']')
            {
                return i;
            }
        }

        return -1;
    }

    private static IEnumerable<JsonNode> Field(IEnumerable<JsonNode> found, string name) => found.OfType<JsonObject>().Select(item => item[name]).OfType<JsonNode>();

    private static IEnumerable<JsonNode> Step(IEnumerable<JsonNode> found, string inner)
    {
        if (inner == "*") return found.SelectMany(static item => item is JsonArray list ? list.OfType<JsonNode>() : item is JsonObject map ? map.Select(static pair => pair.Value).OfType<JsonNode>() : []);
        if (inner.StartsWith("?(@", StringComparison.Ordinal) && inner.EndsWith(')')) return Filter(found, inner[3..^1]);
        if (inner.Length >= 2 && inner[0] is '\'' or '"') return Field(found, inner[1..^1]);
        if (!int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return [];
        return found.OfType<JsonArray>().Where(list => index < list.Count && -index <= list.Count).Select(list => list[index < 0 ? list.Count + index : index]).OfType<JsonNode>();
    }

    private static IEnumerable<JsonNode> Filter(IEnumerable<JsonNode> found, string condition)
    {
        var isEqual = !condition.Contains("!=", StringComparison.Ordinal);
        var parts = condition.Split(isEqual ? "==" : "!=", 2);
        if (parts.Length < 2) return [];
        var wanted = parts[1].Trim().Trim('"', '\'');
        return found.OfType<JsonArray>().SelectMany(static list => list.OfType<JsonNode>()).Where(item => Find(item, parts[0].Trim()).Any(value => value.ToString() == wanted) == isEqual);
    }
}
