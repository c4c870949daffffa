namespace K8sOps;

/// <summary>The property holds a secret: a journal or a report writes <c>(redacted)</c> in its place.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveAttribute : Attribute;
