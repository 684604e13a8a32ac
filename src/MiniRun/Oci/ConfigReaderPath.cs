namespace MiniRun.Oci;

/// <summary>Paths in a configuration.</summary>
internal static class ConfigReaderPath
{
    /// <summary>A path that begins at a root.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public static string Absolute(ConfigNode node)
    {
        string path = node.Text();
        return path.StartsWith('/') ? path : throw node.Fail("not an absolute path", path);
    }

    /// <summary>An absolute path as <see cref="Containers.Parsing.ContainerPath.Normalise"/> makes it.</summary>
    /// <exception cref="UsageException">It has empty components, "." or "..".</exception>
    public static string Plain(ConfigNode node)
    {
        string path = Absolute(node);
        if (path == "/")
        {
            return path;
        }

        foreach (Range range in path.AsSpan(1).Split('/'))
        {
            if (path.AsSpan(1)[range] is "" or "." or "..")
            {
                throw node.Fail("has an empty component, \".\" or \"..\"", path);
            }
        }

        return path;
    }
}
