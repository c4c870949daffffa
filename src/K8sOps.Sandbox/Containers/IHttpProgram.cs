namespace K8sOps.Sandbox.Containers;

/// <summary>A program in containers that serves HTTP, as far as somebody asks it through the API server. Used under the world's lock.</summary>
internal interface IHttpProgram
{
    /// <summary>Answers; null when it is not this program that listens there.</summary>
    HttpAnswer? Answer(HttpCall call);
}
