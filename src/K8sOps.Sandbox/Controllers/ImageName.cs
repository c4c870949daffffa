namespace K8sOps.Sandbox.Controllers;

/// <summary>Parts of an image reference.</summary>
internal static class ImageName
{
    public static bool HasTag(string image) => image.Contains('@') || image.LastIndexOf(':') > image.LastIndexOf('/');

    /// <summary>The reference without tag and digest.</summary>
    public static string Repository(string image)
    {
        var digest = image.IndexOf('@');
        if (digest >= 0) image = image[..digest];
        var tag = image.LastIndexOf(':');
        return tag > image.LastIndexOf('/') ? image[..tag] : image;
    }

    /// <summary>The tag, <c>latest</c> when there is none; null when a digest stands for it.</summary>
    public static string? Tag(string image)
    {
        if (image.Contains('@')) return null;
        var tag = image.LastIndexOf(':');
        return tag > image.LastIndexOf('/') ? image[(tag + 1)..] : "latest";
    }

    /// <summary>The reference as containerd writes it: registry and tag made explicit.</summary>
    public static string Full(string image)
    {
        if (!HasTag(image)) image += ":latest";
        var slash = image.IndexOf('/');
        if (slash < 0) return "docker.io/library/" + image;
        var first = image[..slash];
        return first.Contains('.') || first.Contains(':') || first == "localhost" ? image : "docker.io/" + image;
    }
}
