namespace K8sOps.Kubernetes.Tests;

/// <summary>The tables themselves: a cell that asserts nothing does so for a reason that is written down, and there are no more of them than these.</summary>
public sealed class MatrixShapeTests
{
    private static readonly string[] s_outcomes = ["ok", "late", "text", "quiet", "302", "401", "403", "404", "409", "410", "429", "500", "502", "503", .. Enum.GetNames<KubeConnectionFailure>()];

    [Fact]
    public void Every_cell_names_an_outcome_or_is_absent_for_a_reason()
    {
        foreach (var fault in Fault.All)
        {
            foreach (var row in new[] { fault.Once, fault.Always })
            {
                var cells = row.Split(' ');
                Assert.Equal(Enum.GetValues<VerbKind>().Length, cells.Length);
                Assert.Empty(cells.Except([.. s_outcomes, "."]));
            }

            Assert.Equal(fault.Absent is not null, $"{fault.Once} {fault.Always}".Split(' ').Contains("."));
        }

        Assert.Distinct(Fault.All.Select(f => f.Name));
    }

    [Fact]
    public void These_cells_are_absent_and_no_others()
    {
        string[] absent =
        [
            "cut after whole items: get, create, apply, merge patch, json patch, delete, evict: the answer is one object, which is whole or cut within the body",
            "410 while paging: get, create, apply, merge patch, json patch, delete, evict, log, followed log, exec: it is not paged",
        ];
        Assert.Equal(absent, Fault.All.Where(f => f.Once.Contains('.', StringComparison.Ordinal)).Select(f => $"{f.Name}: {string.Join(", ", Verb.All.Where(v => f.Outcome(v.Kind, isForEver: false) == ".").Select(v => v.Name))}: {f.Absent}"));
        // What lasts is asked wherever what passes is, but for an answer that is no fault.
        Assert.Equal(["50 MB"], Fault.All.Where(f => Verb.All.Any(v => f.Outcome(v.Kind, isForEver: true) == "." && f.Outcome(v.Kind, isForEver: false) != ".")).Select(f => f.Name));
    }

    [Fact]
    public void No_write_and_no_program_is_reported_as_done_by_a_server_that_failed()
    {
        // 429 proves that nothing was carried out, and the 50 MB are no failure.
        var done = Fault.All.Where(f => new[] { VerbKind.Write, VerbKind.Exec }.Any(k => f.Outcome(k, isForEver: false) is "ok" or "text" || f.Outcome(k, isForEver: true) is "ok" or "text"));
        Assert.Equal(["429 with Retry-After", "50 MB"], done.Select(f => f.Name));
    }
}
