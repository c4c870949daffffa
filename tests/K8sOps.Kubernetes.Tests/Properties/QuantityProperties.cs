using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Quantities against exact arithmetic.</summary>
public sealed class QuantityProperties
{
    private static readonly (string Suffix, BigInteger Up, BigInteger Down)[] s_suffixes =
    [
        ("", 1, 1), ("m", 1, 1000), ("u", 1, 1_000_000), ("n", 1, 1_000_000_000), ("k", 1000, 1), ("M", 1_000_000, 1), ("G", 1_000_000_000, 1),
        ("Ki", 1024, 1), ("Mi", 1 << 20, 1), ("Gi", 1 << 30, 1), ("Ti", BigInteger.One << 40, 1), ("e3", 1000, 1), ("E-3", 1, 1000), ("e+2", 100, 1),
    ];

    [Fact]
    public void A_size_is_what_exact_arithmetic_says_rounded_away_from_zero()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            Gen.Choose(-999_999, 999_999).Zip(Gen.Choose(0, 6)).Zip(Gen.Elements(s_suffixes)).ToArbitrary(),
            (((int Number, int Places) Amount, (string Suffix, BigInteger Up, BigInteger Down) Scale) t) =>
            {
                var text = Written(t.Amount.Number, t.Amount.Places) + t.Scale.Suffix;
                var numerator = t.Amount.Number * t.Scale.Up;
                var denominator = BigInteger.Pow(10, t.Amount.Places) * t.Scale.Down;
                var whole = BigInteger.DivRem(numerator, denominator, out var rest);
                var expected = whole + rest.Sign;
                return KubeQuantity.TryParseBytes(text, out var bytes) ? bytes == expected : expected > long.MaxValue || expected < long.MinValue;
            }));

    [Fact]
    public void Two_spellings_of_one_amount_are_equal()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Gen.Choose(0, 1_000_000).ToArbitrary(),
            n => KubeQuantity.TryParseCores(Written(n, 3), out var decimals)
                && KubeQuantity.TryParseCores(n.ToString(CultureInfo.InvariantCulture) + "m", out var milli)
                && KubeQuantity.TryParseCores(n.ToString(CultureInfo.InvariantCulture) + "e-3", out var exponent)
                && decimals == milli && milli == exponent));

    // The digits of a number with its point so many places from the right.
    private static string Written(int number, int places)
    {
        var digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return (number < 0 ? "-" : "") + digits[..^places] + (places == 0 ? "" : "." + digits[^places..]);
    }
}
