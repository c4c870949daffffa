using System.Text.Json;

namespace K8sOps.Ceph.Reading;

/// <summary>Goes through the tokens of a dump, over as many buffers as it takes, and fills one row at a time.</summary>
internal sealed class CephPlacementGroupParser
{
    private readonly Dictionary<int, string> _states = [];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 64 });
    private CephPlacementGroupRow? _row;
    private int _listDepth = -1;
    private Field _field;

    private enum Field
    {
        None,
        Groups,
        Id,
        State,
        Up,
        Acting,
        BlockedBy,
        Primary,
        LastScrub,
        LastDeepScrub,
        LastActive,
        Objects,
        Bytes,
        Degraded,
        Misplaced,
        Unfound,
        ScrubErrors,
    }

    /// <summary>Whether the list of placement groups was there, were it empty.</summary>
    public bool HasSeenGroups { get; private set; }

    /// <summary>Goes on with the bytes; returns how many of them are done with.</summary>
    public int Advance(ReadOnlySpan<byte> bytes, bool isLast, Action<CephPlacementGroupRow> onRow)
    {
        var reader = new Utf8JsonReader(bytes, isLast, _state);
        while (reader.Read())
        {
            if (_listDepth < 0) FindList(ref reader);
            else if (_row is null) BetweenRows(ref reader);
            else InRow(ref reader, onRow);
        }

        _state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void FindList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName) _field = !HasSeenGroups && reader.ValueTextEquals("pg_stats"u8) ? Field.Groups : Field.None;
        else if (_field == Field.Groups && reader.TokenType == JsonTokenType.StartArray)
        {
            HasSeenGroups = true;
            _listDepth = reader.CurrentDepth;
            _field = Field.None;
        }
        else _field = Field.None;
    }

    private void BetweenRows(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == _listDepth) _listDepth = -1;
        else if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == _listDepth + 1) _row = new CephPlacementGroupRow();
    }

    private void InRow(ref Utf8JsonReader reader, Action<CephPlacementGroupRow> onRow)
    {
        var depth = reader.CurrentDepth - _listDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject when depth == 1:
                var row = _row!;
                _row = null;
                _field = Field.None;
                onRow(row);
                break;
            case JsonTokenType.PropertyName:
                _field = depth == 2 ? Own(ref reader) : depth == 3 ? Summed(ref reader) : Field.None;
                break;
            case JsonTokenType.String:
                Text(ref reader);
                break;
            case JsonTokenType.Number:
                Number(ref reader);
                break;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                _field = Field.None;
                break;
        }
    }

    private static Field Own(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        2 when reader.ValueTextEquals("up"u8) => Field.Up,
        4 when reader.ValueTextEquals("pgid"u8) => Field.Id,
        5 when reader.ValueTextEquals("state"u8) => Field.State,
        6 when reader.ValueTextEquals("acting"u8) => Field.Acting,
        10 when reader.ValueTextEquals("blocked_by"u8) => Field.BlockedBy,
        11 when reader.ValueTextEquals("last_active"u8) => Field.LastActive,
        14 when reader.ValueTextEquals("acting_primary"u8) => Field.Primary,
        16 when reader.ValueTextEquals("last_scrub_stamp"u8) => Field.LastScrub,
        21 when reader.ValueTextEquals("last_deep_scrub_stamp"u8) => Field.LastDeepScrub,
        _ => Field.None,
    };

    private static Field Summed(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        9 when reader.ValueTextEquals("num_bytes"u8) => Field.Bytes,
        11 when reader.ValueTextEquals("num_objects"u8) => Field.Objects,
        16 when reader.ValueTextEquals("num_scrub_errors"u8) => Field.ScrubErrors,
        19 when reader.ValueTextEquals("num_objects_unfound"u8) => Field.Unfound,
        20 when reader.ValueTextEquals("num_objects_degraded"u8) => Field.Degraded,
        21 when reader.ValueTextEquals("num_objects_misplaced"u8) => Field.Misplaced,
        _ => Field.None,
    };

    private void Text(ref Utf8JsonReader reader)
    {
        switch (_field)
        {
            case Field.Id: _row!.Id = reader.GetString(); break;
            case Field.State: _row!.State = StateOf(ref reader); break;
            case Field.LastScrub: _row!.LastScrub = Time(ref reader); break;
            case Field.LastDeepScrub: _row!.LastDeepScrub = Time(ref reader); break;
            case Field.LastActive: _row!.LastActive = Time(ref reader); break;
        }
    }

    private void Number(ref Utf8JsonReader reader)
    {
        if (_field == Field.None || !reader.TryGetInt64(out var number)) return;
        switch (_field)
        {
            case Field.Up: AddOsd(_row!.Up, number); break;
            case Field.Acting: AddOsd(_row!.Acting, number); break;
            case Field.BlockedBy: AddOsd(_row!.BlockedBy, number); break;
            case Field.Primary: _row!.Primary = number is >= 0 and < int.MaxValue ? (int)number : -1; break;
            case Field.Objects: _row!.Objects = number; break;
            case Field.Bytes: _row!.Bytes = number; break;
            case Field.Degraded: _row!.Degraded = number; break;
            case Field.Misplaced: _row!.Misplaced = number; break;
            case Field.Unfound: _row!.Unfound = number; break;
            case Field.ScrubErrors: _row!.ScrubErrors = number; break;
        }
    }

    // 2147483647 stands for a place that no OSD fills.
    private static void AddOsd(List<int> osds, long number)
    {
        if (number is >= 0 and < int.MaxValue) osds.Add((int)number);
    }

    // A hundred thousand groups share a handful of states.
    private string StateOf(ref Utf8JsonReader reader)
    {
        var hash = new HashCode();
        hash.AddBytes(reader.ValueSpan);
        var key = hash.ToHashCode();
        if (_states.TryGetValue(key, out var known) && reader.ValueTextEquals(known)) return known;
        var state = reader.GetString() ?? "";
        if (_states.Count < 1024) _states[key] = state;
        return state;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader) => CephFields.Time(reader.GetString());
}
