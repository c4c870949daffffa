namespace K8sOps.Sandbox;

/// <summary>The chance of a world: the same sequence in every process, from the world's name alone.</summary>
internal sealed class WorldSeed
{
    // The letters Kubernetes makes name suffixes of: no vowels, so no words, and no 0, 1 and 3 (apimachinery, util/rand).
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private ulong _state;

    public WorldSeed(string name)
    {
        _state = 14695981039346656037;
        foreach (var letter in name) _state = (_state ^ letter) * 1099511628211;
    }

    public string Suffix(int length) => string.Create(length, this, static (text, seed) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = Alphabet[(int)(seed.Next() % (ulong)Alphabet.Length)];
    });

    /// <summary>A version 4 UUID.</summary>
    public string Uid()
    {
        var high = (Next() & ~0xF000UL) | 0x4000;
        var low = (Next() & 0x3FFFFFFFFFFFFFFF) | 0x8000000000000000;
        return $"{high >> 32:x8}-{(high >> 16) & 0xFFFF:x4}-{high & 0xFFFF:x4}-{low >> 48:x4}-{low & 0xFFFFFFFFFFFF:x12}";
    }

    /// <summary>SplitMix64.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
