namespace K8sOps.Conformance;

public enum Color
{
    Unknown = 0,
    Red,
    Green,
    Grey,
}
