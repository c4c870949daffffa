using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using K8sOps.Kubernetes.Reading;

namespace K8sOps.Kubernetes;

/// <content>LIST.</content>
public sealed partial class KubeClient
{
    /// <summary>LIST, page by page, each object handed up as soon as it is read.</summary>
    /// <exception cref="KubeApiException">The server refused.</exception>
    /// <exception cref="KubeConnectionException">The connection broke, or the answer is no list or ends within; what was handed up until then is good.</exception>
    public IAsyncEnumerable<T> ListAsync<T>(KubeResource resource, ListOptions options, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => ItemsAsync(resource, options, new ListOutcome(), json => Item(json, type), isOneState: false, cancellationToken);

    private async IAsyncEnumerable<T> ItemsAsync<T>(
        KubeResource resource,
        ListOptions options,
        ListOutcome outcome,
        Func<ReadOnlyMemory<byte>, T> decode,
        bool isOneState,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Limit <= 0) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        var paged = true;
        var restarted = false;
        var isFromError = false;
        var count = 0;
        while (true)
        {
            var limit = paged ? Math.Min(_options.PageSize, options.Limit - count ?? int.MaxValue) : (int?)null;
            KubeResponse response;
            try
            {
                response = await _sender.SendAsync(ListRequest(resource, options, limit, next), cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 410 && next is not null && !restarted && !isOneState && !(isFromError && e.Continue is not null))
            {
                // The page's snapshot was compacted away. Either the server lets us go on from there with what is now,
                // or the list is asked for once more in one piece, and what was handed up already is left out.
                restarted = e.Continue is null;
                paged = !restarted;
                next = e.Continue;
                // A server that lets us go on from there, and then does not, would be asked for ever.
                isFromError = true;
                KubeObserver.Current?.Decided(restarted
                    ? $"The list of {resource} expired between two pages; it is read again in one piece."
                    : $"The list of {resource} expired between two pages; the rest shows a later state than the beginning.");
                continue;
            }

            await using (response.ConfigureAwait(false))
            {
                using var reader = new ListReader(response.Body);
                var isWhole = false;
                while (!isWhole)
                {
                    // A page is read to its end before it is handed up: a server ends a request after a minute, however slow the
                    // one is who works on the objects (a prompt at each). A list in one piece is handed up in parts of that size.
                    var part = new List<T>();
                    Exception? broken;
                    (isWhole, broken) = await PartAsync(reader, part, json =>
                    {
                        // Only a list that has another page can expire.
                        var mayExpire = paged && (!reader.HasMeta || !string.IsNullOrEmpty(reader.Meta.Continue));
                        return !((mayExpire || restarted) && !seen.Add(Identity(json)) && restarted);
                    }, decode, cancellationToken).ConfigureAwait(false);
                    foreach (var item in part)
                    {
                        yield return item;
                        if (++count == options.Limit) yield break;
                    }

                    if (broken is not null) ExceptionDispatchInfo.Throw(broken);
                }

                outcome.ResourceVersion = reader.Meta.ResourceVersion;
                isFromError = false;
                if (string.IsNullOrEmpty(reader.Meta.Continue)) yield break;
                if (reader.Meta.Continue == next) throw KubeErrors.Malformed("one page of the list leads to itself");
                next = reader.Meta.Continue;
            }
        }
    }

    // True at the end of the response; what broke it comes beside what was read until then, which is good.
    private async ValueTask<(bool IsWhole, Exception? Broken)> PartAsync<T>(ListReader reader, List<T> part, Func<ReadOnlyMemory<byte>, bool> isNew, Func<ReadOnlyMemory<byte>, T> decode, CancellationToken cancellationToken)
    {
        try
        {
            while (part.Count < _options.PageSize + 1)
            {
                if (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is not { Length: > 0 } json) return (true, null);
                if (isNew(json)) part.Add(decode(json));
            }

            return (false, null);
        }
        catch (KubeException e)
        {
            return (true, e);
        }
    }

    private static KubeRequest ListRequest(KubeResource resource, ListOptions options, int? limit, string? next)
    {
        var query = new List<string>(4);
        if (limit is not null) query.Add("limit=" + limit.Value.ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(next)) query.Add("continue=" + Uri.EscapeDataString(next));
        AddSelectors(query, options);
        return new()
        {
            Method = HttpMethod.Get,
            PathAndQuery = resource.Path(options.Namespace) + (query.Count == 0 ? "" : "?" + string.Join('&', query)),
            Accept = options.MetadataOnly ? PartialListAccept : "application/json",
        };
    }

    private static void AddSelectors(List<string> query, ListOptions options)
    {
        if (!string.IsNullOrEmpty(options.LabelSelector)) query.Add("labelSelector=" + Uri.EscapeDataString(options.LabelSelector));
        if (!string.IsNullOrEmpty(options.FieldSelector)) query.Add("fieldSelector=" + Uri.EscapeDataString(options.FieldSelector));
    }

    private static T Item<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, type) ?? throw KubeErrors.Malformed("an object of the list is null");
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("an object of the list is not what its kind should be", e);
        }
    }

    private static string Identity(ReadOnlyMemory<byte> json)
    {
        try
        {
            return ObjectIdentity.Read(json.Span).Key;
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("an object of the list is no JSON", e);
        }
    }

    /// <summary>What a list tells about itself when it is through.</summary>
    private sealed class ListOutcome
    {
        public string? ResourceVersion { get; set; }
    }
}
