namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ValidateSetAttribute(params string[] validValues) : ValidateEnumeratedArgumentsAttribute
{
    public bool IgnoreCase { get; set; } = true;

    public IList<string> ValidValues { get; } = validValues;

    protected override void ValidateElement(object? element)
    {
        var comparison = IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var text = element?.ToString() ?? "";
        if (ValidValues.Any(v => string.Equals(v, text, comparison))) return;
        throw new ValidationMetadataException("ValidateSetFailure",
            $"The argument \"{text}\" does not belong to the set \"{string.Join(',', ValidValues)}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.");
    }
}
