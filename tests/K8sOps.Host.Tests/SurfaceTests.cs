using System.Management.Automation;
using System.Reflection;
using K8sOps.Shared;

namespace K8sOps.Host;

/// <summary>The stand-in has the slice of the engine that is used, with the engine's own signatures, and nothing beside it.</summary>
public class SurfaceTests
{
    /// <summary>In the engine, and used by nobody but the stand-in's own binder and pipeline, or read by reflection only.</summary>
    private static readonly string[] s_own =
    [
        "System.Management.Automation.ActionPreference",
        "System.Management.Automation.ActionPreferenceStopException",
        "System.Management.Automation.CmdletInfo",
        "System.Management.Automation.CmdletInvocationException",
        "System.Management.Automation.CommandNotFoundException",
        "System.Management.Automation.ICommandRuntime",
        "System.Management.Automation.ICommandRuntime2",
        "System.Management.Automation.InformationRecord",
        "System.Management.Automation.MetadataException",
        "System.Management.Automation.PSInvalidCastException",
        "System.Management.Automation.PSInvalidOperationException",
        "System.Management.Automation.PSProperty",
        "System.Management.Automation.PSTypeName",
        "System.Management.Automation.ParameterBindingException",
        "System.Management.Automation.ValidationMetadataException",
        "System.Management.Automation.WildcardPatternException",
    ];

    private static readonly EngineSurface s_standIn = EngineSurface.Of(typeof(PSCmdlet).Assembly.Location);
    private static readonly EngineSurface s_reference = EngineSurface.Of(Metadata("PowerShellStandard"));

    [Fact]
    public void Every_engine_member_that_the_conformance_cmdlets_use_exists_in_the_stand_in()
        => Assert.Equal([], EngineReferences.Members(typeof(K8sOps.Conformance.GetThingCommand).Assembly.Location).Where(m => !s_standIn.Resolves(m)));

    [Fact]
    public void Every_public_type_of_the_stand_in_is_one_of_the_engine()
        => Assert.Equal([], s_standIn.Types.Except(s_reference.Types));

    [Fact]
    public void Every_public_member_of_the_stand_in_has_the_signature_that_it_has_in_the_engine()
        => Assert.Equal([], s_standIn.Members.Where(m => !s_reference.Resolves(m)).Except(NewerThanTheReference));

    [Fact]
    public void Nothing_stands_in_that_nobody_uses()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var assembly in new[] { typeof(K8sOps.Conformance.GetThingCommand).Assembly.Location, Metadata("Cmdlets") })
        {
            used.UnionWith(EngineReferences.Types(assembly));
            // A type is used too where it only stands in a signature.
            foreach (var member in EngineReferences.Members(assembly)) used.UnionWith(s_standIn.Types.Where(t => member.Contains(t, StringComparison.Ordinal)));
        }

        var bases = typeof(PSCmdlet).Assembly.GetExportedTypes().Where(t => used.Contains(t.FullName!)).SelectMany(Bases).Select(t => t.FullName!);
        Assert.Equal([], s_standIn.Types.Except(used).Except(bases).Except(s_own).Where(t => !t.StartsWith("System.Management.Automation.Verbs", StringComparison.Ordinal)));
    }

    /// <summary>In the engine of today, and not yet in the reference assembly of PowerShell 5.1.</summary>
    private static IEnumerable<string> NewerThanTheReference =>
    [
        "System.Management.Automation.ActionPreference.Break: System.Management.Automation.ActionPreference",
        "System.Management.Automation.VerbsLifecycle.Build: String",
        "System.Management.Automation.VerbsLifecycle.Deploy: String",
    ];

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType) yield return t;
        foreach (var i in type.GetInterfaces()) yield return i;
    }

    private static string Metadata(string key)
        => typeof(SurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
