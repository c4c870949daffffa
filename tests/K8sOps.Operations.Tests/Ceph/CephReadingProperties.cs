using System.Text;
using FsCheck;
using FsCheck.Fluent;
using K8sOps.Ceph;
using K8sOps.Ceph.Reading;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>Recorded answers that are cut, or changed anywhere, end in records or in an error of ours.</summary>
public sealed class CephReadingProperties
{
    private static readonly (string Command, string Document)[] s_documents =
    [
        ("status", Recordings.Read("18.2.7/pg-down/status")),
        ("health detail", Recordings.Read("18.2.7/pg-down/health-detail")),
        ("osd tree", Recordings.Read("18.2.7/osd-never-started-stray/osd-tree")),
        ("osd df", Recordings.Read("20.2.4/healthy/osd-df")),
        ("df detail", Recordings.Read("20.2.4/healthy/df-detail")),
        ("osd pool ls detail", Recordings.Read("18.2.7/pool-pg-num-off/osd-pool-ls-detail")),
        ("quorum_status", Recordings.Read("18.2.7/one-mon-down/quorum-status")),
        ("time-sync-status", Recordings.Read("18.2.7/mon-clock-skew/time-sync-status")),
        ("crash ls", Recordings.Read("20.2.4/osd-crashed/crash-ls")),
        ("osd dump", Recordings.Read("18.2.7/flags-noout-norebalance-noscrub/osd-dump")),
        ("osd ok-to-stop 0", Recordings.Read("18.2.7/one-osd-down-not-out/osd-ok-to-stop-0")),
        ("osd safe-to-destroy 0", Recordings.Read("18.2.7/one-osd-down-not-out/osd-safe-to-destroy-0")),
        ("pg dump", Recordings.Read("20.2.4/scrub-error-one-pg/pg-dump")),
    ];

    [Fact]
    public void A_document_that_is_cut_is_refused_in_words()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(
            Gen.Choose(0, s_documents.Length - 1).Zip(Gen.Choose(0, 1_000_000)).ToArbitrary(),
            ((int Document, int At) t) => IsTame(s_documents[t.Document].Command, Cut(s_documents[t.Document].Document, t.At))));

    [Fact]
    public void A_document_that_is_changed_anywhere_is_read_or_refused_in_words()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), Prop.ForAll(
            Gen.Choose(0, s_documents.Length - 1).Zip(Gen.Choose(0, 1_000_000).Zip(Gen.Choose(0, s_words.Length - 1)), (d, m) => (d, m.Item1, m.Item2)).ToArbitrary(),
            ((int Document, int At, int Word) t) => IsTame(s_documents[t.Document].Command, Changed(s_documents[t.Document].Document, t.At, s_words[t.Word]))));

    [Fact]
    public void Values_of_another_type_are_read_or_refused_in_words()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), Prop.ForAll(
            Gen.Choose(0, s_documents.Length - 1).Zip(Gen.Choose(0, 1_000_000).Zip(Gen.Choose(0, s_values.Length - 1)), (d, m) => (d, m.Item1, m.Item2)).ToArbitrary(),
            ((int Document, int At, int Value) t) => IsTame(s_documents[t.Document].Command, Swapped(s_documents[t.Document].Document, t.At, s_values[t.Value]))));

    private static readonly string[] s_words = ["", "\"", "{", "}", "[", "]", ",", ":", "null", "-", "9", "1e400", "\\", "\\ud800", "\u0000", "ü", "nan", "99999999999999999999", "\n", "pg_stats"];

    private static readonly string[] s_values = ["null", "true", "[]", "{}", "\"\"", "\"x\"", "-1", "0", "1.5", "1e300", "99999999999999999999", "2147483647", "9223372036854775807", "[null]", "[{}]", "{\"\":null}", "\"2.zz\"", "\"0001-01-01T00:00:00Z\""];

    private static string Cut(string text, int at) => text[..(at % text.Length)];

    private static string Changed(string text, int at, string word)
    {
        var position = at % text.Length;
        return text[..position] + word + text[Math.Min(text.Length, position + 1 + (at % 3))..];
    }

    /// <summary>The value after some colon is another one.</summary>
    private static string Swapped(string text, int at, string value)
    {
        var colon = text.IndexOf(':', at % text.Length);
        if (colon < 0) return value;
        var end = text.AsSpan(colon + 1).IndexOfAny(",}]");
        return text[..(colon + 1)] + value + text[(colon + 1 + Math.Max(0, end))..];
    }

    private static bool IsTame(string command, string document)
    {
        if (command == "pg dump") return IsTameDump(document);
        try
        {
            if (CephText.Json(document) is not { } json) return true;
            var at = new CephReadingContext("infra", "rook-ceph", ScriptedServer.Now);
            switch (command)
            {
                case "status": CephStatusReading.Read(json, null, "x", at); break;
                case "health detail": Details(CephHealthReport.Read(json, at)); break;
                case "osd tree": new CephOsdReading(null, null, null, null, null, null).Read(json, at); break;
                case "osd df": new CephOsdReading(json, json, json, json, null, null).Read(CephText.Json(s_documents[2].Document)!, at); break;
                case "df detail": CephUsageReading.Read(json, at); break;
                case "osd pool ls detail": new CephPoolReading(null, json, json, new CephPoolOwners([], [], [])).Read(json, at); break;
                case "quorum_status": CephMonitorReading.Read(json, json, [], at); break;
                case "time-sync-status": CephMonitorReading.Read(CephText.Json(s_documents[6].Document)!, json, [], at); break;
                case "crash ls": CephCrashReading.Read(json, at); break;
                case "osd dump": CephFlagReading.Read(json, null, at); break;
                default: Gate(command, document); break;
            }
        }
        catch (OperationException e)
        {
            Assert.Equal("CephAnswerInvalid", e.Id);
        }

        return true;
    }

    private static void Details(CephHealthReport report)
    {
        foreach (var check in report.Checks) Assert.NotEmpty(Affected(check, report));
    }

    private static IReadOnlyList<object> Affected(CephHealthCheck check, CephHealthReport report) => K8sOps.Ceph.Checks.CephDetails.Of(check, report.Checks);

    private static void Gate(string command, string document)
    {
        var service = new CephService(new CephServer().Says(command, document).Cluster());
        var context = new RecordingSink().Context;
        var results = (command.Contains("ok-to-stop", StringComparison.Ordinal) ? service.TestOkToStopAsync([0], context) : service.TestSafeToDestroyAsync([0], context)).GetAwaiter().GetResult();
        Assert.Single(results);
    }

    private static bool IsTameDump(string document)
    {
        var reader = new CephPlacementGroupReader("infra", "rook-ceph", ScriptedServer.Now);
        try
        {
            var groups = CephServiceTests.ToListAsync(reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(document)))).GetAwaiter().GetResult();
            return groups.TrueForAll(g => g.PlacementGroup.Length > 0);
        }
        catch (OperationException e)
        {
            return e.Id == "CephAnswerInvalid";
        }
    }
}
