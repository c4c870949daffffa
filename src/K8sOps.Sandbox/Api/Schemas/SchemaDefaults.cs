using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Fills in the defaults of a custom resource's schema, as the API server does when it takes an object in.</summary>
internal static class SchemaDefaults
{
    /// <summary>Fills in what is missing, in place; a null where there must be none counts as missing.</summary>
    public static void Fill(JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map:
                // Metadata has no defaults, and its schema is the same for all.
                foreach (var (name, field) in schema.Fields)
                {
                    if (field.TypeName == "meta.v1.ObjectMeta") continue;
                    if (field.Default is { } standard && map[name] is null && !(map.ContainsKey(name) && field.IsNullable)) map[name] = standard.DeepClone();
                    Fill(map[name], field);
                }

                if (schema.Values is null) break;
                foreach (var (name, child) in map)
                {
                    if (!schema.Fields.ContainsKey(name)) Fill(child, schema.Values);
                }

                break;
            case JsonArray list when schema.Items is { } items:
                foreach (var item in list) Fill(item, items);
                break;
        }
    }
}
