namespace K8sOps.Host;

/// <summary>A number as it stood on the command line: a string parameter gets the text, any other the number.</summary>
internal sealed record NumberToken(object Value, string Text)
{
    public override string ToString() => Text;
}
