using System.Text;
using System.Text.Json;

namespace K8sOps.Kubernetes.Reading;

/// <summary>Reads one list response item by item; the list as a whole is never in memory.</summary>
internal sealed class ListReader : IDisposable
{
    private readonly JsonWindow _window;
    private State _state;
    private bool _hasItems;

    public ListReader(Stream body) => _window = new JsonWindow(body);

    private enum State
    {
        Start,
        FirstMember,
        NextMember,
        FirstItem,
        NextItem,
        End,
    }

    /// <summary>The list's metadata, as far as it has come by; complete after the last item.</summary>
    public ListMeta Meta { get; private set; } = new();

    /// <summary>True when the metadata stood before the items, so that it can be relied on while they are read.</summary>
    public bool HasMeta { get; private set; }

    /// <summary>The JSON of the next item, readable until the next call; empty after the last.</summary>
    /// <exception cref="KubeConnectionException">The response is no list, or ends within.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = await _window.PeekAsync(cancellationToken).ConfigureAwait(false);
            switch (_state)
            {
                case State.Start:
                    while (next == 0xEF && _window.Unread.Length < 3 && await _window.FillAsync(cancellationToken).ConfigureAwait(false))
                    {
                        // A byte order mark may come in pieces.
                    }

                    if (_window.Unread.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) _window.Take(3);
                    else Expect(next, '{', State.FirstMember);
                    break;
                case State.FirstMember or State.NextMember when next == '}':
                    // An API server writes its items always, if only as null; a gateway's {"error": …} is no empty list.
                    if (!_hasItems) throw NotAList();
                    Expect(next, '}', State.End);
                    break;
                case State.NextMember:
                    Expect(next, ',', State.FirstMember);
                    break;
                case State.FirstMember:
                    if (next < 0) throw Ended();
                    await MemberAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case State.FirstItem or State.NextItem when next == ']':
                    Expect(next, ']', State.NextMember);
                    break;
                case State.NextItem:
                    Expect(next, ',', State.FirstItem);
                    break;
                case State.FirstItem:
                    _state = State.NextItem;
                    return await ValueAsync(cancellationToken).ConfigureAwait(false);
                default:
                    if (next >= 0) throw KubeErrors.Malformed("there is more text behind the list");
                    return default;
            }
        }
    }

    public void Dispose() => _window.Dispose();

    private async ValueTask MemberAsync(CancellationToken cancellationToken)
    {
        if (_window.Unread[0] != (byte)'"') throw NotAList();
        var name = Text(await ValueAsync(cancellationToken).ConfigureAwait(false));
        if (await _window.PeekAsync(cancellationToken).ConfigureAwait(false) != ':') throw NotAList();
        _window.Take(1);
        var next = await _window.PeekAsync(cancellationToken).ConfigureAwait(false);
        _state = State.NextMember;
        _hasItems |= name == "items";
        if (name == "items" && next == '[')
        {
            _window.Take(1);
            _state = State.FirstItem;
            return;
        }

        var value = await ValueAsync(cancellationToken).ConfigureAwait(false);
        if (name == "metadata") ReadMeta(value.Span);
        if (name == "items" && !value.Span.SequenceEqual("null"u8)) throw NotAList();
    }

    private void ReadMeta(ReadOnlySpan<byte> json)
    {
        try
        {
            Meta = JsonSerializer.Deserialize(json, KubeJsonContext.Default.ListMeta) ?? new();
            HasMeta = true;
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("the list's metadata cannot be read", e);
        }
    }

    private static string Text(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("the response is no JSON", e);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ValueAsync(CancellationToken cancellationToken)
    {
        var value = await _window.TakeValueAsync(cancellationToken).ConfigureAwait(false);
        return value.Length > 0 ? value : throw Ended();
    }

    private void Expect(int actual, char expected, State next)
    {
        if (actual < 0) throw Ended();
        if (actual != expected) throw NotAList();
        _window.Take(1);
        _state = next;
    }

    private static KubeConnectionException Ended() => KubeErrors.Malformed("the response ended in the middle of the list");

    private KubeConnectionException NotAList()
    {
        var text = Encoding.UTF8.GetString(_window.Unread[..Math.Min(_window.Unread.Length, 60)]);
        return text.StartsWith('<') ? KubeErrors.Malformed("the response is HTML, as a proxy sends it") : KubeErrors.Malformed("the response is not a list");
    }
}
