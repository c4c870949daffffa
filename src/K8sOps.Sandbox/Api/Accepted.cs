namespace K8sOps.Sandbox;

/// <summary>Reads <c>Accept</c>: the first of the offered types that this server speaks.</summary>
internal static class Accepted
{
    /// <summary>The shape asked for.</summary>
    /// <exception cref="ApiException">406: nothing of it is JSON.</exception>
    public static Shape Of(string accept)
    {
        if (string.IsNullOrWhiteSpace(accept)) return Shape.Json;
        foreach (var offer in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = offer.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*")) continue;
            var form = parts.FirstOrDefault(static part => part.StartsWith("as=", StringComparison.Ordinal))?[3..];
            var version = parts.FirstOrDefault(static part => part.StartsWith("v=", StringComparison.Ordinal))?[2..];
            switch (form)
            {
                case null: return Shape.Json;
                case "Table" when version is "v1" or null: return Shape.Table;
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when version is "v1" or null: return Shape.Metadata;
                case "APIGroupDiscoveryList" when version is "v2": return Shape.AggregatedDiscovery;
            }
        }

        throw new ApiException(406, "NotAcceptable", "only the following media types are accepted: application/json, application/json;as=Table;v=v1;g=meta.k8s.io, application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
    }
}
