using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace K8sOps.Engine;

/// <summary>
/// Loads <c>K8sOps.Text</c>, with YamlDotNet and Markdig, from <c>module/lib</c> into a context of its own, so that no other
/// module's copy of those libraries can break ours, nor ours theirs.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly Lock s_gate = new();
    private static TextLoadContext? s_context;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (s_gate)
        {
            // An import with -Force runs this again.
            AssemblyLoadContext.Default.Resolving -= Resolve;
            AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (s_gate) AssemblyLoadContext.Default.Resolving -= Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name != "K8sOps.Text") return null;
        lock (s_gate)
        {
            s_context ??= new TextLoadContext(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "..", "lib")));
            return s_context.LoadFromAssemblyName(name);
        }
    }

    private sealed class TextLoadContext(string folder) : AssemblyLoadContext("K8sOps")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
