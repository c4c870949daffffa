using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>Two daemons crashed days ago, and nobody has looked at the reports.</summary>
internal sealed class CephCrashReportsScenario(CephWorld ceph) : CephScenario(ceph)
{
    public override string Name => "ceph-crash-reports";

    public override string Description => "osd.5 and mgr.a crashed some days ago and have run since; their crash reports are new: nobody has looked at them.";

    public override string Cure => "Look at the reports and archive them: Clear-CephCrash -All.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        Add(
            "osd.5",
            "infra-wk-03",
            TimeSpan.FromHours(61.7),
            ["/lib64/libc.so.6(+0x3ebf0) [0x7f1c0a43ebf0]", "/lib64/libc.so.6(+0x8c21c) [0x7f1c0a48c21c]", "raise()", "abort()", "ceph-osd(+0x40e2d1) [0x55d3a7c0e2d1]", "(BlueStore::_txc_apply_kv(BlueStore::TransContext*, bool)+0x2a4) [0x55d3a83f11c4]", "clone()"]);
        Add(
            "mgr.a",
            "infra-wk-01",
            TimeSpan.FromHours(14.2),
            ["/lib64/libc.so.6(+0x3ebf0) [0x7f9b6f83ebf0]", "(ActivePyModules::get_python(std::basic_string_view<char>)+0x1f0) [0x5614c0d1a0b0]", "(PyModuleRegistry::handle_command()+0x88) [0x5614c0d93c48]", "clone()"]);
    }

    public override bool IsBroken(IWorldStore store) => Ceph.Crashes.Exists(static crash => crash.Archived is null);

    private void Add(string daemon, string host, TimeSpan age, IReadOnlyList<string> backtrace)
    {
        var time = Ceph.Now - age;
        var id = $"{CephTime.Zulu(time)}_{new WorldSeed($"{Ceph.Fsid}/{daemon}/{CephTime.Zulu(time)}").Uid()}";
        Ceph.Crashes.RemoveAll(crash => crash.Id == id);
        Ceph.Crashes.Add(new CephCrash(id, daemon, host, time, backtrace));
    }
}
