using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Kubernetes.Tests;

public sealed class ParserTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("16Gi", 17179869184)]
    [InlineData("1.5Ki", 1536)]
    [InlineData("1G", 1000000000)]
    [InlineData("2e3", 2000)]
    [InlineData("1E3", 1000)]
    [InlineData("1E", 1000000000000000000)]
    [InlineData("5m", 1)]
    [InlineData("-1Ki", -1024)]
    [InlineData("+.5k", 500)]
    [InlineData("1.", 1)]
    [InlineData("7Ei", 8070450532247928832)]
    public void A_size_is_whole_bytes(string text, long bytes)
    {
        Assert.True(KubeQuantity.TryParseBytes(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("100m", "0.1")]
    [InlineData("1500m", "1.5")]
    [InlineData("2", "2")]
    [InlineData("123456789n", "0.123456789")]
    [InlineData("3u", "0.000003")]
    public void Cores_are_exact(string text, string cores)
    {
        Assert.True(KubeQuantity.TryParseCores(text, out var parsed));
        Assert.Equal(decimal.Parse(cores, CultureInfo.InvariantCulture), parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("Gi")]
    [InlineData("1K")]
    [InlineData("1 Gi")]
    [InlineData("1.2.3")]
    [InlineData("1GiB")]
    [InlineData("1e")]
    [InlineData("1e999999999")]
    [InlineData("٣")]
    [InlineData("8Ei")]
    public void What_is_no_quantity_or_too_large_is_refused(string? text) => Assert.False(KubeQuantity.TryParseBytes(text, out _));

    [Fact]
    public void Any_number_of_bytes_is_read_back()
        => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<int>(), (int n) =>
            KubeQuantity.TryParseBytes(n.ToString(CultureInfo.InvariantCulture), out var plain) && plain == n
            && KubeQuantity.TryParseBytes(n.ToString(CultureInfo.InvariantCulture) + "Ki", out var kibi) && kibi == n * 1024L
            && KubeQuantity.TryParseCores(n.ToString(CultureInfo.InvariantCulture) + "m", out var milli) && milli == n / 1000m));

    [Fact]
    public void No_text_makes_a_parser_throw()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), (string s) =>
        {
            var isSize = KubeQuantity.TryParseBytes(s, out var bytes);
            var isAmount = KubeQuantity.TryParseCores(s, out var cores);
            var isTime = KubeTime.TryParse("2026-01-15T03:00:00" + s, out var time);
            return (!isSize || (isAmount && Math.Abs(bytes - cores) < 1)) && (!isTime || time != default);
        }));

    [Theory]
    [InlineData("2026-01-15T03:00:00Z", 0)]
    [InlineData("2026-01-15T04:00:00+01:00", 0)]
    [InlineData("2026-01-15T03:00:00.5Z", 5_000_000)]
    [InlineData("2026-01-15T03:00:00.000001Z", 10)]
    [InlineData("2026-01-15T03:00:00.123456789Z", 1_234_567)]
    public void A_time_is_read_in_every_precision(string text, long ticks)
    {
        Assert.True(KubeTime.TryParse(text, out var time));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero).AddTicks(ticks), time);
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-01-15")]
    [InlineData("2026-01-15T03:00:00")]
    [InlineData("2026-01-15T03:00:00.Z")]
    [InlineData("2026-13-15T03:00:00Z")]
    [InlineData("2026-01-15 03:00:00Z")]
    [InlineData("15/01/2026 03:00:00Z")]
    public void What_is_no_time_is_refused(string? text) => Assert.False(KubeTime.TryParse(text, out _));

    [Fact]
    public void A_time_is_read_back_as_it_was_written()
        => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 999_999)).ToArbitrary(), ((int Seconds, int Micros) t) =>
        {
            var time = DateTimeOffset.UnixEpoch.AddSeconds(t.Seconds).AddTicks(t.Micros * 10L);
            return KubeTime.TryParse(KubeTime.FormatMicro(time), out var micro) && micro == time
                && KubeTime.TryParse(KubeTime.Format(time), out var whole) && whole == DateTimeOffset.UnixEpoch.AddSeconds(t.Seconds);
        }));

    [Theory]
    [InlineData("3", 10, true, 3)]
    [InlineData("\"25%\"", 10, true, 3)]
    [InlineData("\"25%\"", 10, false, 2)]
    [InlineData("\"http\"", 10, true, null)]
    [InlineData("\"%\"", 10, true, null)]
    public void A_number_or_percentage_is_resolved(string json, int total, bool roundUp, int? expected)
    {
        var value = JsonSerializer.Deserialize<IntOrString>(json);
        Assert.Equal(expected, value.Resolve(total, roundUp));
        Assert.Equal(json, JsonSerializer.Serialize(value));
    }

    [Fact]
    public void Metadata_and_conditions_are_read_as_the_wire_has_them()
    {
        var partial = JsonSerializer.Deserialize(
            """{"kind":"Pod","metadata":{"name":"a","creationTimestamp":"2026-01-15T03:00:00Z","deletionTimestamp":null,"labels":{"x":"y"},"ownerReferences":[{"kind":"Job","name":"j","controller":true}],"managedFields":[{}]}}""",
            KubeJson.Partial)!;
        Assert.Equal(("a", "y", "j"), (partial.Metadata.Name, partial.Metadata.Labels!["x"], partial.Metadata.OwnerReferences![0].Name));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero), partial.Metadata.CreationTimestamp);
        Assert.Null(partial.Metadata.DeletionTimestamp);
        var condition = JsonSerializer.Deserialize("""{"type":"Ready","status":"Unknown","observedGeneration":3}""", KubeJsonContext.Default.Condition)!;
        Assert.False(condition.IsTrue());
        Assert.Equal(3, condition.ObservedGeneration);
    }
}
